-- Who does what only one node may do at a time, and until when without renewal.
create table if not exists ${table:lease} (
    name       varchar(200) collate "C" not null primary key,
    owner      varchar(200) collate "C" not null,
    epoch      bigint not null check (epoch > 0),
    expires_at timestamp(6) with time zone not null
);
