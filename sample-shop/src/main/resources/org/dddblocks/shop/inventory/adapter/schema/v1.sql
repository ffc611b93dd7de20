create table if not exists inventory.stock (
  sku varchar(64) not null primary key,
  version bigint not null,
  on_hand integer not null check (on_hand >= 0),
  reserved integer not null check (reserved >= 0 and reserved <= on_hand),
  opened integer not null,
  adjusted integer not null,
  released integer not null,
  shipped integer not null,
  returned integer not null
);
create table if not exists inventory.reservation (
  order_id varchar(64) not null primary key,
  version bigint not null,
  state varchar(16) not null
);
create table if not exists inventory.reservation_line (
  order_id varchar(64) not null,
  sku varchar(64) not null,
  units integer not null check (units > 0),
  primary key (order_id, sku)
);
create table if not exists inventory.booking (
  kind varchar(16) not null,
  booking_id varchar(200) not null,
  sku varchar(64) not null,
  units integer not null,
  reason varchar(1000) not null,
  primary key (kind, booking_id, sku)
);
