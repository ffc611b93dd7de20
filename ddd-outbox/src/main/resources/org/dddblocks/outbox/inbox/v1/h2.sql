-- One row for each message whose effect is stored, written in the effect's own transaction; what became of it otherwise.
create table if not exists ${table:inbox} (
    consumer   character varying not null,
    message_id uuid not null,
    handled_at timestamp(6) with time zone not null default current_timestamp(6),
    outcome    character varying not null default 'DONE',
    note       character varying,
    primary key (consumer, message_id)
);

create index if not exists ${name:inbox_handled_at} on ${table:inbox} (consumer, handled_at);

-- The newest number of each key whose effect is stored: the gate. key_hash is SHA-256 of source, NUL, type, NUL, id.
create table if not exists ${table:inbox_gate} (
    consumer      character varying not null,
    key_hash      character varying not null,
    source        character varying not null,
    aggregatetype character varying not null,
    aggregateid   character varying not null,
    last_version  bigint not null,
    last_ordinal  integer not null,
    dropped       bigint not null default 0,
    primary key (consumer, key_hash)
);

-- Deliveries that began and did not end yet: their process still works, or died. A million starts: the message is parked.
create table if not exists ${table:inbox_start} (
    consumer   character varying not null,
    message_id uuid not null,
    starts     bigint not null,
    first_at   timestamp(6) with time zone not null default current_timestamp(6),
    primary key (consumer, message_id)
);

-- Messages that were begun too often without an end, whole: for a person to release or discard.
create table if not exists ${table:inbox_parked} (
    consumer      character varying not null,
    message_id    uuid not null,
    starts        bigint not null,
    parked_at     timestamp(6) with time zone not null,
    source        character varying not null,
    aggregatetype character varying not null,
    aggregateid   character varying not null,
    keyversion    bigint not null,
    keyordinal    integer not null,
    type          character varying not null,
    schemaversion integer not null,
    payload       character varying not null,
    time          timestamp(6) with time zone not null,
    correlationid character varying,
    causationid   character varying,
    actor         character varying,
    tenant        character varying,
    traceparent   character varying,
    headers       character varying,
    primary key (consumer, message_id)
);
