create table if not exists payment.payment (
  order_id varchar(64) not null primary key,
  version bigint not null,
  state varchar(16) not null,
  amount numeric(19, 4)
);
create table if not exists payment.refund (
  order_id varchar(64) not null,
  credit_note_id varchar(64) not null,
  place integer not null,
  amount numeric(19, 4) not null,
  state varchar(16) not null,
  primary key (order_id, credit_note_id)
);
create table if not exists payment.payout (
  credit_note_id varchar(64) not null primary key,
  version bigint not null,
  amount numeric(19, 4) not null
);
