-- certificates: the approval chain by dates, minutes as papers, requests that lapse with their certificate
create table approval_chain (
  effective_on date primary key,        -- requests made from this day on go this way; earlier ones keep theirs
  chain jsonb not null,                 -- kind of request -> steps in order
  basis text not null default '',       -- số văn bản làm căn cứ
  revision int not null default 1,
  changed_at timestamptz(3) not null,
  changed_by text not null,
  changed_by_name text not null
);
insert into approval_chain (effective_on, chain, changed_at, changed_by, changed_by_name)
select (changed_at at time zone 'Asia/Ho_Chi_Minh')::date, value, changed_at, 'system', 'Hệ thống'
from setting where key = 'certificates.approval-chain';

-- Minutes made before papers of them were set have none.
alter table token_minutes add column paper_id uuid references paper;
alter table token_minutes add column giver_title text not null default '';
alter table token_minutes add column receiver_title text not null default '';

-- What waits when its certificate is revoked has lost its object (thôi xem xét).
alter table certificate_request drop constraint certificate_request_state_check;
alter table certificate_request add constraint certificate_request_state_check
  check (state in ('waiting', 'done', 'refused', 'withdrawn', 'lapsed'));
alter table certificate_request_step drop constraint certificate_request_step_outcome_check;
alter table certificate_request_step add constraint certificate_request_step_outcome_check
  check (outcome in ('asked', 'approved', 'refused', 'done', 'withdrawn', 'lapsed'));
create index certificate_request_of_certificate on certificate_request (certificate_id, asked_at desc) where certificate_id is not null;
