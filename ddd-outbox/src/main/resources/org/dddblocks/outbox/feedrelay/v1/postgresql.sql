-- How far each relay of a feed has come: what stands at this place and before it was accepted, or its key is parked.
create table if not exists ${table:feed_relay} (
    relay    text collate "C" primary key,
    position bigint not null
);

-- Keys that wait for a person: from this event and message on, nothing of the key is sent. REDRIVE: send it again.
create table if not exists ${table:feed_relay_parked} (
    relay         text collate "C" not null,
    aggregatetype text collate "C" not null,
    aggregateid   text collate "C" not null,
    position      bigint not null,
    ordinal       integer not null,
    attempts      integer not null,
    parked_at     timestamp with time zone not null,
    error         text not null,
    status        text not null,
    primary key (relay, aggregatetype, aggregateid)
);
