-- One row for each message whose effect is stored, written in the effect's own transaction.
create table if not exists ${table:inbox} (
    consumer   text collate "C" not null,
    message_id uuid not null,
    handled_at timestamp with time zone not null default clock_timestamp(),
    primary key (consumer, message_id)
);
