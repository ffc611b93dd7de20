-- One row for each instance: the row that its runners race for.
create table if not exists ${table:saga} (
    id             uuid         not null primary key,
    definition     varchar(100) not null,
    version        integer      not null check (version > 0),
    business_key   varchar(200) not null,
    status         varchar(20)  not null,
    step           varchar(100),
    starts         integer      not null,
    completed      varchar(100000)         not null,
    awaiting       uuid,
    state_type     varchar(255) not null,
    state_version  integer      not null,
    state          varchar(1048576)         not null,
    next_wake_at   timestamp(6) with time zone,
    parked_from    varchar(20) ,
    attention      varchar(40) ,
    attention_why  varchar(100000),
    correlation_id varchar(255),
    causation_id   varchar(255),
    actor          varchar(255),
    tenant         varchar(255),
    traceparent    varchar(255),
    entries        integer      not null,
    revision       bigint       not null,
    started_at     timestamp(6) with time zone not null,
    ended_at       timestamp(6) with time zone,
    constraint ${name:saga_business_key} unique (definition, business_key)
);

create index if not exists ${name:saga_due} on ${table:saga} (next_wake_at);

create index if not exists ${name:saga_by_status} on ${table:saga} (status, started_at, id);

-- What happened to an instance. Input and result are there for the undo of a completed step.
create table if not exists ${table:saga_story} (
    instance_id    uuid         not null,
    number         integer      not null,
    at             timestamp(6) with time zone not null,
    what           varchar(40)  not null,
    step           varchar(100),
    attempt        integer      not null,
    message_id     uuid,
    why            varchar(100000)         not null,
    input_type     varchar(255),
    input_version  integer,
    input          varchar(1048576),
    result_type    varchar(255),
    result_version integer,
    result         varchar(1048576),
    primary key (instance_id, number)
);

-- Replies that came in and wait to be acted on.
create table if not exists ${table:saga_reply} (
    instance_id    uuid         not null,
    message_id     uuid         not null,
    command_id     uuid         not null,
    reply_type     varchar(255) not null,
    schema_version integer      not null,
    payload        varchar(1048576)         not null,
    received_at    timestamp(6) with time zone not null,
    primary key (instance_id, message_id)
);
