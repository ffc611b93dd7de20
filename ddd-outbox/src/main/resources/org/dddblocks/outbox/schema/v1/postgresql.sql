-- Messages that are not delivered yet: inserted with the state they tell of, deleted once the broker has them, never updated.
create table if not exists ${table:outbox} (
    seq           bigint generated always as identity primary key,
    id            uuid not null,
    aggregatetype text collate "C" not null check (aggregatetype <> ''),
    aggregateid   text collate "C" not null check (aggregateid <> ''),
    type          text not null,
    payload       text not null,
    source        text not null,
    subject       text not null,
    time          timestamp with time zone not null,
    contenttype   text not null,
    schemaversion integer not null,
    keyversion    bigint not null check (keyversion >= 1),
    keyordinal    integer not null check (keyordinal >= 0),
    correlationid text,
    causationid   text,
    actor         text,
    tenant        text,
    traceparent   text,
    headers       text
);

-- What numbers the keys of a type, for ever: AGGREGATE (the root's version) or COUNTER (the next table).
create table if not exists ${table:outbox_numbering} (
    aggregatetype text collate "C" primary key,
    numbered_by   text not null
);

-- The last number of each key that no aggregate numbers.
create table if not exists ${table:outbox_counter} (
    aggregatetype text collate "C" not null,
    aggregateid   text collate "C" not null,
    last_number   bigint not null,
    primary key (aggregatetype, aggregateid)
);

-- Keys whose next message fails: what an operator looks at. Deleting a row lets the key be tried at once.
create table if not exists ${table:outbox_failing} (
    aggregatetype   text collate "C" not null,
    aggregateid     text collate "C" not null,
    message_id      uuid not null,
    type            text not null,
    attempts        integer not null,
    failing_since   timestamp with time zone not null,
    next_attempt_at timestamp with time zone not null,
    error           text not null,
    primary key (aggregatetype, aggregateid)
);

-- The row that the active relay locks; publishers never touch it.
create table if not exists ${table:outbox_relay} (
    name text primary key
);

insert into ${table:outbox_relay} (name) values ('active') on conflict do nothing;
