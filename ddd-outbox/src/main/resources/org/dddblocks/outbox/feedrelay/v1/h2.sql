-- How far each relay of a feed has come: what stands at this place and before it was accepted, or its key is parked.
create table if not exists ${table:feed_relay} (
    relay    character varying primary key,
    position bigint not null
);

-- Keys that wait for a person: from this event and message on, nothing of the key is sent. REDRIVE: send it again.
create table if not exists ${table:feed_relay_parked} (
    relay         character varying not null,
    aggregatetype character varying not null,
    aggregateid   character varying not null,
    position      bigint not null,
    ordinal       integer not null,
    attempts      integer not null,
    parked_at     timestamp(6) with time zone not null,
    error         character varying not null,
    status        character varying not null,
    primary key (relay, aggregatetype, aggregateid)
);
