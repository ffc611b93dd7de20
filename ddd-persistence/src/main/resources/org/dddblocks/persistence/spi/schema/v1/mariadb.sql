-- Who does what only one node may do at a time, and until when without renewal.
create table if not exists ${table:lease} (
    name       varbinary(800) not null primary key,
    owner      varbinary(800) not null,
    epoch      bigint not null check (epoch > 0),
    expires_at datetime(6) not null
) engine = InnoDB;
