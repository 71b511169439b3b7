-- platform: audit trail, announcements, idempotency, files, outbox, rate limits, programs running
create extension if not exists btree_gist;

create table setting (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz(3) not null
);

-- Audit trail: one hash chain per organisation.
create table audit_entry (
  organisation_id text not null,
  seq bigint not null,
  at timestamptz(3) not null,
  entry bytea not null,                 -- the canonical bytes that are hashed
  previous_hash bytea not null,
  hash bytea not null,
  act text not null,
  actor_id text not null,
  subject_id text,
  primary key (organisation_id, seq)
);
create index audit_entry_subject on audit_entry (subject_id, at) where subject_id is not null;
create index audit_entry_at on audit_entry (at desc);
create table audit_head (
  organisation_id text primary key,
  seq bigint not null,
  hash bytea not null
);

-- What a module tells whoever comes after it, until the worker has passed it on.
create table announcement (
  id uuid primary key,
  name text not null,
  facts jsonb not null,
  at timestamptz(3) not null,
  tries int not null default 0,
  retry_at timestamptz(3),
  last_error text
);
create index announcement_waiting on announcement (id) where tries = 0;
create index announcement_retry on announcement (retry_at) where tries > 0;

create table idempotency_key (
  actor_id text not null,
  act text not null,
  key text not null,
  body_hash bytea not null,
  answer jsonb not null,
  at timestamptz(3) not null,
  primary key (actor_id, act, key)
);
create index idempotency_key_at on idempotency_key (at);

/*
 * The last statement of every transaction that changes something: audit entries (already sorted by organisation), announcements
 * and the answer under its idempotency key, in one round trip. Heads are locked in order of organisation id.
 */
create function finish_transaction(audits jsonb, announcements jsonb, idempotency jsonb) returns void
language plpgsql as $$
declare
  a jsonb;
  head audit_head;
  body bytea;
  digest bytea;
begin
  if idempotency is not null then
    insert into idempotency_key (actor_id, act, key, body_hash, answer, at)
    values (idempotency->>'actorId', idempotency->>'act', idempotency->>'key', decode(idempotency->>'bodyHash', 'hex'),
            coalesce(idempotency->'answer', 'null'::jsonb), (idempotency->>'at')::timestamptz(3));
  end if;
  if announcements is not null then
    insert into announcement (id, name, facts, at)
    select (x->>'id')::uuid, x->>'name', x->'facts', (x->>'at')::timestamptz(3) from jsonb_array_elements(announcements) x;
  end if;
  for a in select x from jsonb_array_elements(audits) x loop
    insert into audit_head (organisation_id, seq, hash) values (a->>'organisationId', 0, '\x'::bytea) on conflict do nothing;
    select * into head from audit_head h where h.organisation_id = a->>'organisationId' for update;
    body := convert_to(a->>'entry', 'UTF8');
    digest := sha256(head.hash || convert_to((head.seq + 1)::text || E'\n', 'UTF8') || body);
    insert into audit_entry (organisation_id, seq, at, entry, previous_hash, hash, act, actor_id, subject_id)
    values (a->>'organisationId', head.seq + 1, (a->>'at')::timestamptz(3), body, head.hash, digest, a->>'act', a->>'actorId', a->>'subjectId');
    update audit_head h set seq = head.seq + 1, hash = digest where h.organisation_id = a->>'organisationId';
  end loop;
end $$;

-- Content-addressed files: the bytes lie on disk under their SHA-256; here is what is known of them.
create table stored_file (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null,
  media_type text not null,             -- by content, never by name
  stored_at timestamptz(3) not null
);

-- Mail and text messages on their way out.
create table outbox_message (
  id uuid primary key,
  channel text not null check (channel in ('email', 'sms')),
  recipient text not null,
  subject text,
  body text not null,
  about text,                           -- what it is about: dossier code, account …
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'kept', 'failed')),
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  tries int not null default 0,
  retry_at timestamptz(3),
  last_error text
);
create index outbox_message_waiting on outbox_message (id) where state = 'waiting';
create index outbox_message_created on outbox_message (created_at desc, id desc);

create table rate_limit (
  key text primary key,
  window_start timestamptz(3) not null,
  used int not null
);

-- Worker programs that live: their jobs are unlocked when they stop answering.
create table worker_heartbeat (
  worker_id text primary key,
  started_at timestamptz(3) not null,
  seen_at timestamptz(3) not null
);
