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
