create table if not exists fulfilment.case_file (
  order_id varchar(64) not null primary key,
  status varchar(16) not null,
  reason varchar(1000)
);
