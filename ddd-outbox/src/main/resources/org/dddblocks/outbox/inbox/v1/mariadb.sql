-- One row for each message whose effect is stored, written in the effect's own transaction.
create table if not exists ${table:inbox} (
    consumer   varbinary(1020) not null,
    message_id char(36) character set ascii not null,
    handled_at datetime(6) not null default (utc_timestamp(6)),
    primary key (consumer, message_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
