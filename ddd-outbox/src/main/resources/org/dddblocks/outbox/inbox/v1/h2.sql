-- One row for each message whose effect is stored, written in the effect's own transaction.
create table if not exists ${table:inbox} (
    consumer   character varying not null,
    message_id uuid not null,
    handled_at timestamp(6) with time zone not null default current_timestamp(6),
    primary key (consumer, message_id)
);
