-- One row per message that was ever written to the outbox, which forgets a message once it is sent.
create table if not exists ${table:outgoing} (
  id bigint generated always as identity primary key,
  type varchar(100) not null
);
