-- One row for each instance: the row that its runners race for.
create table if not exists ${table:saga} (
    id             uuid         not null primary key,
    definition     varchar(100) collate "C" not null,
    version        integer      not null check (version > 0),
    business_key   varchar(200) collate "C" not null,
    status         varchar(20)  collate "C" not null,
    step           varchar(100) collate "C",
    starts         integer      not null,
    completed      text         not null,
    awaiting       uuid,
    state_type     varchar(255) collate "C" not null,
    state_version  integer      not null,
    state          text         not null,
    next_wake_at   timestamp(6) with time zone,
    parked_from    varchar(20)  collate "C",
    attention      varchar(40)  collate "C",
    attention_why  text,
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

create index if not exists ${name:saga_due} on ${table:saga} (next_wake_at) where next_wake_at is not null;

create index if not exists ${name:saga_by_status} on ${table:saga} (status, started_at, id);

-- What happened to an instance. Input and result are there for the undo of a completed step.
create table if not exists ${table:saga_story} (
    instance_id    uuid         not null,
    number         integer      not null,
    at             timestamp(6) with time zone not null,
    what           varchar(40)  collate "C" not null,
    step           varchar(100) collate "C",
    attempt        integer      not null,
    message_id     uuid,
    why            text         not null,
    input_type     varchar(255) collate "C",
    input_version  integer,
    input          text,
    result_type    varchar(255) collate "C",
    result_version integer,
    result         text,
    primary key (instance_id, number)
);

-- Replies that came in and wait to be acted on.
create table if not exists ${table:saga_reply} (
    instance_id    uuid         not null,
    message_id     uuid         not null,
    command_id     uuid         not null,
    reply_type     varchar(255) collate "C" not null,
    schema_version integer      not null,
    payload        text         not null,
    received_at    timestamp(6) with time zone not null,
    primary key (instance_id, message_id)
);
