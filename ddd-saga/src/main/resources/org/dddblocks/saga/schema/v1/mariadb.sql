-- One row for each instance: the row that its runners race for.
create table if not exists ${table:saga} (
    id             char(36) character set ascii         not null primary key,
    definition     varbinary(400) not null,
    version        integer      not null check (version > 0),
    business_key   varbinary(800) not null,
    status         varchar(20)  not null,
    step           varchar(100),
    starts         integer      not null,
    completed      mediumtext not null,
    awaiting       char(36) character set ascii,
    state_type     varchar(255) not null,
    state_version  integer      not null,
    state          longtext not null,
    next_wake_at   datetime(6),
    parked_from    varchar(20) ,
    attention      varchar(40) ,
    attention_why  mediumtext,
    correlation_id varchar(255),
    causation_id   varchar(255),
    actor          varchar(255),
    tenant         varchar(255),
    traceparent    varchar(255),
    entries        integer      not null,
    revision       bigint       not null,
    started_at     datetime(6) not null,
    ended_at       datetime(6),
    constraint ${name:saga_business_key} unique (definition, business_key)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists ${name:saga_due} on ${table:saga} (next_wake_at);

create index if not exists ${name:saga_by_status} on ${table:saga} (status, started_at, id);

-- What happened to an instance. Input and result are there for the undo of a completed step.
create table if not exists ${table:saga_story} (
    instance_id    char(36) character set ascii         not null,
    number         integer      not null,
    at             datetime(6) not null,
    what           varchar(40)  not null,
    step           varchar(100),
    attempt        integer      not null,
    message_id     char(36) character set ascii,
    why            mediumtext not null,
    input_type     varchar(255),
    input_version  integer,
    input          longtext,
    result_type    varchar(255),
    result_version integer,
    result         longtext,
    primary key (instance_id, number)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Replies that came in and wait to be acted on.
create table if not exists ${table:saga_reply} (
    instance_id    char(36) character set ascii         not null,
    message_id     char(36) character set ascii         not null,
    command_id     char(36) character set ascii         not null,
    reply_type     varchar(255) not null,
    schema_version integer      not null,
    payload        longtext not null,
    received_at    datetime(6) not null,
    primary key (instance_id, message_id)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
