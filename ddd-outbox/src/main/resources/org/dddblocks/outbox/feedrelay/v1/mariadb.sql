-- How far each relay of a feed has come: what stands at this place and before it was accepted, or its key is parked.
create table if not exists ${table:feed_relay} (
    relay    varchar(100) primary key,
    position bigint not null
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

-- Keys that wait for a person: from this event and message on, nothing of the key is sent. REDRIVE: send it again.
create table if not exists ${table:feed_relay_parked} (
    relay         varchar(100) not null,
    aggregatetype varchar(255) not null,
    aggregateid   varchar(255) not null,
    position      bigint not null,
    ordinal       integer not null,
    attempts      integer not null,
    parked_at     datetime(6) not null,
    error         longtext not null,
    status        varchar(20) not null,
    primary key (relay, aggregatetype, aggregateid)
) engine = InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
