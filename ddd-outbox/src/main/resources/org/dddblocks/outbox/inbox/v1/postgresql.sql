-- One row for each message whose effect is stored, written in the effect's own transaction; what became of it otherwise.
create table if not exists ${table:inbox} (
    consumer   text collate "C" not null,
    message_id uuid not null,
    handled_at timestamp with time zone not null default clock_timestamp(),
    outcome    text not null default 'DONE',
    note       text,
    primary key (consumer, message_id)
);

create index if not exists ${name:inbox_handled_at} on ${table:inbox} (consumer, handled_at);

-- The newest number of each key whose effect is stored: the gate. key_hash is SHA-256 of source, NUL, type, NUL, id.
create table if not exists ${table:inbox_gate} (
    consumer      text collate "C" not null,
    key_hash      text collate "C" not null,
    source        text not null,
    aggregatetype text collate "C" not null,
    aggregateid   text collate "C" not null,
    last_version  bigint not null,
    last_ordinal  integer not null,
    dropped       bigint not null default 0,
    primary key (consumer, key_hash)
);

-- Deliveries that began and did not end yet: their process still works, or died. A million starts: the message is parked.
create table if not exists ${table:inbox_start} (
    consumer   text collate "C" not null,
    message_id uuid not null,
    starts     bigint not null,
    first_at   timestamp with time zone not null default clock_timestamp(),
    primary key (consumer, message_id)
);

-- Messages that were begun too often without an end, whole: for a person to release or discard.
create table if not exists ${table:inbox_parked} (
    consumer      text collate "C" not null,
    message_id    uuid not null,
    starts        bigint not null,
    parked_at     timestamp with time zone not null,
    source        text not null,
    aggregatetype text not null,
    aggregateid   text not null,
    keyversion    bigint not null,
    keyordinal    integer not null,
    type          text not null,
    schemaversion integer not null,
    payload       text not null,
    time          timestamp with time zone not null,
    correlationid text,
    causationid   text,
    actor         text,
    tenant        text,
    traceparent   text,
    headers       text,
    primary key (consumer, message_id)
);
