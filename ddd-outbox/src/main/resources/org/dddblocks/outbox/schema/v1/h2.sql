-- Messages that are not delivered yet: inserted with the state they tell of, deleted once the broker has them, never updated.
create table if not exists ${table:outbox} (
    seq           bigint generated always as identity primary key,
    id            uuid not null,
    aggregatetype character varying not null check (aggregatetype <> ''),
    aggregateid   character varying not null check (aggregateid <> ''),
    type          character varying not null,
    payload       character varying not null,
    source        character varying not null,
    subject       character varying not null,
    time          timestamp(6) with time zone not null,
    contenttype   character varying not null,
    schemaversion integer not null,
    keyversion    bigint not null check (keyversion >= 1),
    keyordinal    integer not null check (keyordinal >= 0),
    correlationid character varying,
    causationid   character varying,
    actor         character varying,
    tenant        character varying,
    traceparent   character varying,
    headers       character varying
);

-- What numbers the keys of a type, for ever: AGGREGATE (the root's version) or COUNTER (the next table).
create table if not exists ${table:outbox_numbering} (
    aggregatetype character varying primary key,
    numbered_by   character varying not null
);

-- The last number of each key that no aggregate numbers.
create table if not exists ${table:outbox_counter} (
    aggregatetype character varying not null,
    aggregateid   character varying not null,
    last_number   bigint not null,
    primary key (aggregatetype, aggregateid)
);

-- Keys whose next message fails: what an operator looks at. Deleting a row lets the key be tried at once.
create table if not exists ${table:outbox_failing} (
    aggregatetype   character varying not null,
    aggregateid     character varying not null,
    message_id      uuid not null,
    type            character varying not null,
    attempts        integer not null,
    failing_since   timestamp(6) with time zone not null,
    next_attempt_at timestamp(6) with time zone not null,
    error           character varying not null,
    primary key (aggregatetype, aggregateid)
);

-- The row that the active relay locks; publishers never touch it.
create table if not exists ${table:outbox_relay} (
    name character varying primary key
);

insert into ${table:outbox_relay} (name)
    select 'active' where not exists (select 1 from ${table:outbox_relay} where name = 'active');
