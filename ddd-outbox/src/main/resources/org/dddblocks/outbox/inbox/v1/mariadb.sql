-- One row for each message whose effect is stored, written in the effect's own transaction; what became of it otherwise.
create table if not exists ${table:inbox} (
    consumer   varbinary(1020) not null,
    message_id char(36) character set ascii not null,
    handled_at datetime(6) not null default (utc_timestamp(6)),
    outcome    varchar(20) not null default 'DONE',
    note       longtext,
    primary key (consumer, message_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists ${name:inbox_handled_at} on ${table:inbox} (consumer, handled_at);

-- The newest number of each key whose effect is stored: the gate. key_hash is SHA-256 of source, NUL, type, NUL, id.
create table if not exists ${table:inbox_gate} (
    consumer      varbinary(1020) not null,
    key_hash      char(64) character set ascii not null,
    source        varchar(255) not null,
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    last_version  bigint not null,
    last_ordinal  integer not null,
    dropped       bigint not null default 0,
    primary key (consumer, key_hash)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
