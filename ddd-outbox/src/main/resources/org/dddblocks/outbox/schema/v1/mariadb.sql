-- Keys compare as bytes by their collation; they are texts because readers of the log (Debezium) want texts.
-- Messages that are not delivered yet: inserted with the state they tell of, deleted once the broker has them, never updated.
create table if not exists ${table:outbox} (
    seq           bigint not null auto_increment primary key,
    id            char(36) character set ascii not null,
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    type          varchar(1000) not null,
    payload       longtext not null,
    source        varchar(255) not null,
    subject       varchar(511) not null,
    time          datetime(6) not null,
    contenttype   varchar(255) not null,
    schemaversion integer not null,
    keyversion    bigint not null,
    keyordinal    integer not null,
    correlationid varchar(255),
    causationid   varchar(255),
    actor         varchar(255),
    tenant        varchar(255),
    traceparent   varchar(255),
    headers       longtext,
    bucket        smallint not null check (bucket between 0 and 63),
    key ${name:outbox_of_key} (aggregatetype, aggregateid, seq)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- What numbers the keys of a type, for ever: AGGREGATE (the root's version) or COUNTER (the next table).
create table if not exists ${table:outbox_numbering} (
    aggregatetype varchar(255) primary key,
    numbered_by   varchar(255) not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- The last number of each key that no aggregate numbers.
create table if not exists ${table:outbox_counter} (
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    last_number   bigint not null,
    primary key (aggregatetype, aggregateid)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Keys whose next message fails: what an operator looks at. Deleting a row lets the key be tried at once.
create table if not exists ${table:outbox_failing} (
    aggregatetype   varchar(255) not null,
    aggregateid     varchar(255) not null,
    message_id      char(36) character set ascii not null,
    type            varchar(1000) not null,
    seq             bigint not null,
    attempts        integer not null,
    failing_since   datetime(6) not null,
    next_attempt_at datetime(6) not null,
    error           longtext not null,
    primary key (aggregatetype, aggregateid)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- The relays that are alive, each until its lease expires unless it renews it. Who takes over deletes the row.
create table if not exists ${table:outbox_node} (
    owner      varchar(200) primary key,
    expires_at datetime(6) not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Which relay sends the keys of a bucket; it is free while its owner is not among the nodes. The epoch counts its owners.
create table if not exists ${table:outbox_bucket} (
    bucket smallint primary key check (bucket between 0 and 63),
    owner  varchar(200) not null,
    epoch  bigint not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

insert into ${table:outbox_bucket} (bucket, owner, epoch)
    with recursive n (bucket) as (select 0 union all select bucket + 1 from n where bucket < 63)
    select bucket, '', 0 from n where bucket not in (select bucket from ${table:outbox_bucket});

-- Messages that were given up: whole rows of the outbox under their old numbers, and why. One of policy PARK_KEY blocks its
-- key, one of HALT all keys of its type, until DeadLetters sends it again or discards it.
create table if not exists ${table:outbox_dead_letter} (
    seq           bigint primary key,
    id            char(36) character set ascii not null,
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    type          varchar(1000) not null,
    payload       longtext not null,
    source        varchar(255) not null,
    subject       varchar(511) not null,
    time          datetime(6) not null,
    contenttype   varchar(255) not null,
    schemaversion integer not null,
    keyversion    bigint not null,
    keyordinal    integer not null,
    correlationid varchar(255),
    causationid   varchar(255),
    actor         varchar(255),
    tenant        varchar(255),
    traceparent   varchar(255),
    headers       longtext,
    bucket        smallint not null,
    policy        varchar(20) not null,
    attempts      integer not null,
    failing_since datetime(6) not null,
    given_up_at   datetime(6) not null,
    error         longtext not null,
    constraint ${name:outbox_dead_letter_blocks} unique (policy, aggregatetype, aggregateid, seq),
    constraint ${name:outbox_dead_letter_keys} unique (aggregatetype, aggregateid, seq)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Who gave up, sent again or discarded which message, when and why; without payloads, and never changed.
create table if not exists ${table:outbox_audit} (
    number        bigint not null auto_increment primary key,
    at            datetime(6) not null,
    who           varchar(255) not null,
    action        varchar(255) not null,
    why           longtext not null,
    seq           bigint not null,
    message_id    char(36) character set ascii not null,
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    type          varchar(1000) not null,
    keyversion    bigint not null,
    keyordinal    integer not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
