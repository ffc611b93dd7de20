-- What customers bought and still have; changed in the transaction that changes an order.
create table if not exists ordering.open_line (
  order_id varchar(64) not null,
  line_no integer not null,
  customer_id varchar(64) not null,
  sku varchar(64) not null,
  placed_at timestamp not null,
  open_units integer not null,
  primary key (order_id, line_no)
);
create index if not exists open_line_by_customer on ordering.open_line (customer_id, sku);
create table if not exists ordering.ledger_entry (
  entry_id varchar(64) not null primary key,
  kind varchar(16) not null,
  code varchar(64) not null,
  description varchar(1000) not null,
  entered_on timestamp not null,
  amount numeric(19, 4) not null
);
-- From here on read models: folded from the events, emptied and folded again by a rebuild.
create table if not exists ordering.order_view (
  order_id varchar(64) not null primary key,
  customer_id varchar(64),
  country varchar(100) not null,
  goods numeric(19, 4) not null,
  charges numeric(19, 4) not null,
  units bigint not null,
  status varchar(16) not null,
  reason varchar(1000)
);
create table if not exists ordering.order_product_view (
  order_id varchar(64) not null,
  sku varchar(64) not null,
  units bigint not null,
  primary key (order_id, sku)
);
create table if not exists ordering.credit_note_view (
  credit_note_id varchar(64) not null primary key,
  customer_id varchar(64),
  units bigint not null,
  matched_units bigint not null,
  has_goods boolean not null,
  goods numeric(19, 4) not null,
  charges numeric(19, 4) not null
);
create table if not exists ordering.credit_match_view (
  credit_note_id varchar(64) not null,
  order_id varchar(64) not null,
  primary key (credit_note_id, order_id)
);
