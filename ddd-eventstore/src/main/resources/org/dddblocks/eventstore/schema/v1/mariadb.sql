-- Ids are kept and compared as the bytes of their UTF-8 form: four for each of the characters that are allowed.
-- The newest version of each stream: the row that two writers of one stream race for. A deleted one stays, at version 0.
create table if not exists ${table:stream} (
    stream_type varbinary(400) not null,
    stream_id   varbinary(1020) not null,
    version     bigint not null check (version >= 0),
    deleted_at  datetime(6),
    primary key (stream_type, stream_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- What happened, in the order of the commits. The first event of each stream in an
-- append carries the append's id, if its sender gave one.
create table if not exists ${table:event} (
    position       bigint not null primary key,
    stream_type    varbinary(400) not null,
    stream_id      varbinary(1020) not null,
    version        bigint not null check (version > 0),
    event_id       char(36) character set ascii not null,
    type_name      varbinary(1020) not null,
    schema_version integer not null,
    occurred_at    datetime(6) not null,
    recorded_at    datetime(6) not null,
    correlation_id varchar(255),
    causation_id   varchar(255),
    actor          varchar(255),
    tenant         varchar(255),
    traceparent    varchar(255),
    payload        longtext not null,
    append_id      char(36) character set ascii,
    append_part    integer,
    append_size    integer,
    constraint ${name:event_in_stream} unique (stream_type, stream_id, version),
    constraint ${name:event_in_append} unique (append_id, append_part)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- The last position of the feed: moved as a transaction's last step, so that positions are taken in commit order.
create table if not exists ${table:feed_head} (
    id       integer not null primary key check (id = 1),
    position bigint not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

insert into ${table:feed_head} (id, position)
    select 1, 0 from dual where not exists (select 1 from ${table:feed_head});

-- How far each projection has come.
create table if not exists ${table:checkpoint} (
    projection varbinary(400) not null primary key,
    position   bigint not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Events that a projection passed over, and why. PARKED: its stream waits with it; BEHIND: waits so; SKIPPED: went on.
create table if not exists ${table:set_aside} (
    projection     varbinary(400) not null,
    position       bigint not null,
    stream_type    varbinary(400) not null,
    stream_id      varbinary(1020) not null,
    version        bigint not null,
    type_name      varbinary(1020) not null,
    schema_version integer not null,
    how            varchar(10) not null,
    reason         varchar(1000) not null,
    set_aside_at   datetime(6) not null,
    primary key (projection, position)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- States of streams, so that a load need not read all events; a cache, whose rows may be deleted at any time.
create table if not exists ${table:snapshot} (
    stream_type varbinary(400) not null,
    stream_id   varbinary(1020) not null,
    fingerprint varbinary(64) not null,
    version     bigint not null check (version > 0),
    occurred_at datetime(6) not null,
    taken_at    datetime(6) not null,
    payload     longtext not null,
    primary key (stream_type, stream_id, fingerprint, version)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
