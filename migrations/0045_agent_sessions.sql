-- signing: a paper that the agent of a USB token fetches, signs by itself and sends back (VGCA Sign Service, file verbs)
create table agent_session (
  id uuid primary key,
  token_hash text not null unique,      -- SHA-256 of the one-time token in the addresses that the agent is given
  paper_id uuid not null references paper,
  paper_revision int not null,          -- of the paper when it was opened: another one makes it stale
  field text not null,
  verb text not null check (verb in ('SignApproved', 'SignIssued')),
  certificate_id uuid not null,
  file_sha256 text not null references stored_file,    -- exactly what the agent is given
  notation text,                        -- the number foreseen and filled in; given only when the signed file is kept
  opened_by text not null,
  opened_at timestamptz(3) not null,
  state text not null check (state in ('open', 'received', 'refused')),
  signed_sha256 text references stored_file,           -- what came back and passed
  signed_field text,                    -- the field the agent signed: the place reserved, or one of its own
  refusal text,                         -- why what came back did not pass
  refusal_facts jsonb,
  check ((state = 'received') = (signed_sha256 is not null and signed_field is not null)),
  check ((state = 'refused') = (refusal is not null))
);
create index agent_session_time on agent_session (opened_at);

-- Where the signature of a place stands in the file when its writer made a field of its own.
alter table signature_job add column file_field text;
-- Who signed: its issuers are looked up when a foreign writer did not bring them along.
alter table signature_job add column certificate_id uuid;
