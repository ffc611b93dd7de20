create table if not exists delivery.shipment (
  order_id varchar(64) not null primary key,
  version bigint not null,
  state varchar(16) not null,
  leaves_on date not null,
  units integer not null,
  taken_out integer not null
);
create index if not exists shipment_by_state on delivery.shipment (state, leaves_on);
-- Who asked for a parcel: what the answer needs to find the one who waits for it.
create table if not exists delivery.question (
  order_id varchar(64) not null primary key,
  correlation_id varchar(200),
  causation_id varchar(200),
  actor varchar(200),
  tenant varchar(200),
  traceparent varchar(200)
);
-- One row: locked by whoever ends a day and by whoever schedules a parcel.
create table if not exists delivery.calendar (
  id integer not null primary key,
  over_until date not null
);
insert into delivery.calendar (id, over_until)
  select 1, date '1970-01-01' where not exists (select 1 from delivery.calendar);
