-- The newest version of each stream: the row that two writers of one stream race for. A deleted one stays, at version 0.
create table if not exists ${table:stream} (
    stream_type varchar(100) not null,
    stream_id   varchar(255) not null,
    version     bigint not null check (version >= 0),
    deleted_at  timestamp(6) with time zone,
    primary key (stream_type, stream_id)
);

-- What happened, in the order of the commits. The first event of each stream in an
-- append carries the append's id, if its sender gave one.
create table if not exists ${table:event} (
    position       bigint not null primary key,
    stream_type    varchar(100) not null,
    stream_id      varchar(255) not null,
    version        bigint not null check (version > 0),
    event_id       uuid not null,
    type_name      varchar(255) not null,
    schema_version integer not null,
    occurred_at    timestamp(6) with time zone not null,
    recorded_at    timestamp(6) with time zone not null,
    correlation_id varchar(255),
    causation_id   varchar(255),
    actor          varchar(255),
    tenant         varchar(255),
    traceparent    varchar(255),
    payload        character varying(1048576) not null,
    append_id      uuid,
    append_part    integer,
    append_size    integer,
    constraint ${name:event_in_stream} unique (stream_type, stream_id, version),
    constraint ${name:event_in_append} unique (append_id, append_part)
);

-- The last position of the feed: moved as a transaction's last step, so that positions are taken in commit order.
create table if not exists ${table:feed_head} (
    id       integer not null primary key check (id = 1),
    position bigint not null
);

insert into ${table:feed_head} (id, position)
    select 1, 0 where not exists (select 1 from ${table:feed_head});

-- How far each projection has come.
create table if not exists ${table:checkpoint} (
    projection varchar(100) not null primary key,
    position   bigint not null
);

-- Events that a projection passed over, and why. PARKED: its stream waits with it; BEHIND: waits so; SKIPPED: went on.
create table if not exists ${table:set_aside} (
    projection     varchar(100) not null,
    position       bigint not null,
    stream_type    varchar(100) not null,
    stream_id      varchar(255) not null,
    version        bigint not null,
    type_name      varchar(255) not null,
    schema_version integer not null,
    how            varchar(10) not null,
    reason         varchar(1000) not null,
    set_aside_at   timestamp(6) with time zone not null,
    primary key (projection, position)
);

-- States of streams, so that a load need not read all events; a cache, whose rows may be deleted at any time.
create table if not exists ${table:snapshot} (
    stream_type varchar(100) not null,
    stream_id   varchar(255) not null,
    fingerprint varchar(64) not null,
    version     bigint not null check (version > 0),
    occurred_at timestamp(6) with time zone not null,
    taken_at    timestamp(6) with time zone not null,
    payload     character varying(1048576) not null,
    primary key (stream_type, stream_id, fingerprint, version)
);
