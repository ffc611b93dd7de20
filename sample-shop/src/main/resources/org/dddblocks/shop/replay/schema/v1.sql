create table if not exists replay.parked_row (
  file varchar(64) not null,
  line bigint not null,
  reason varchar(500) not null,
  text varchar(500) not null,
  primary key (file, line)
);
