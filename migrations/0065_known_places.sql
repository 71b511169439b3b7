-- accounts: delays by account and place, and the places (device, network) an account was used from; account.failed_sign_ins and
-- account.locked_until are no longer read
create table known_device (
  account_id uuid not null references account,
  device_hash bytea not null,           -- of the cookie given at the last success
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  code_at timestamptz(3),               -- when a one-time code, a second factor or the national identity was given there
  primary key (account_id, device_hash)
);
create index known_device_last on known_device (last_at);

create table known_network (
  account_id uuid not null references account,
  network text not null,                -- IPv4 address, or IPv6 /64
  last_at timestamptz(3) not null,
  primary key (account_id, network)
);
create index known_network_last on known_network (last_at);

create table try_delay (
  key text primary key,                 -- kind, account, place
  tries int not null,
  level int not null,
  wait_until timestamptz(3),
  last_at timestamptz(3) not null
);
create index try_delay_last on try_delay (last_at);

alter table session add column device_hash bytea;
alter table session add column identity_open_at timestamptz(3);
