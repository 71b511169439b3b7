-- platform: audit lines are keyed. `mac` is SHA-256 over a key of this transaction and the hash of the row, so it covers its place in the
-- chain; the key of the transaction is derived from `key_nonce` under the key of the house, which never comes here. Rows before have neither.
alter table audit_entry add column key_nonce bytea, add column mac bytea, add constraint audit_entry_keyed check ((mac is null) = (key_nonce is null));

drop function finish_transaction(jsonb, jsonb, jsonb);
create function finish_transaction(audits jsonb, announcements jsonb, idempotency jsonb, nonce bytea, line_key bytea) returns void
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
    insert into audit_entry (organisation_id, seq, at, entry, previous_hash, hash, act, actor_id, subject_id, key_nonce, mac)
    values (a->>'organisationId', head.seq + 1, (a->>'at')::timestamptz(3), body, head.hash, digest, a->>'act', a->>'actorId', a->>'subjectId',
            nonce, sha256(line_key || digest));
    update audit_head h set seq = head.seq + 1, hash = digest where h.organisation_id = a->>'organisationId';
  end loop;
end $$;

-- platform: the last anchor written to each place, so that a folder that was taken away is found; and the day's timestamp (RFC 3161) of one
alter table anchor_place add column last_hash text;
alter table anchor_place drop constraint anchor_place_place_check;
alter table anchor_place add constraint anchor_place_place_check check (place in ('data', 'second', 'timestamp'));
create table anchor_stamp (
  anchor_hash text primary key,
  anchor_at timestamptz(3) not null,
  token bytea not null,
  stamped_at timestamptz(3) not null
);
create index anchor_stamp_at on anchor_stamp (stamped_at);
