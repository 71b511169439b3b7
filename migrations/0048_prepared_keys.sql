-- signing: software keys made here that wait for their certificate
create table prepared_key (
  id uuid primary key,
  organisation_id text not null,
  post_id text,                         -- whose key; null: of the organisation's seal
  spki_sha256 text not null unique,     -- of the public key: the certificate that comes is found by it
  request bytea not null,               -- PKCS#10, DER
  sealed bytea not null,                -- PKCS#8 under PIN and server secret, as in signing_key
  salt bytea not null,
  made_by text not null,
  made_at timestamptz(3) not null
);
create unique index prepared_key_of on prepared_key (organisation_id, coalesce(post_id, ''));
