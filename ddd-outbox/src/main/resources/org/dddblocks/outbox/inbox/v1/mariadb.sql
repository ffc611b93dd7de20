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

-- Deliveries that began and did not end yet: their process still works, or died. A million starts: the message is parked.
create table if not exists ${table:inbox_start} (
    consumer   varbinary(1020) not null,
    message_id char(36) character set ascii not null,
    starts     bigint not null,
    first_at   datetime(6) not null default (utc_timestamp(6)),
    primary key (consumer, message_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Messages that were begun too often without an end, whole: for a person to release or discard.
create table if not exists ${table:inbox_parked} (
    consumer      varbinary(1020) not null,
    message_id    char(36) character set ascii not null,
    starts        bigint not null,
    parked_at     datetime(6) not null,
    source        varchar(255) not null,
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    keyversion    bigint not null,
    keyordinal    integer not null,
    type          varchar(1000) not null,
    schemaversion integer not null,
    payload       longtext not null,
    time          datetime(6) not null,
    correlationid varchar(255),
    causationid   varchar(255),
    actor         varchar(255),
    tenant        varchar(255),
    traceparent   varchar(255),
    headers       longtext,
    primary key (consumer, message_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
