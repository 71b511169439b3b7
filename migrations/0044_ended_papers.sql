-- papers: by which decision a paper stopped holding (quyết định thu hồi, văn bản thay thế)
alter table paper add column state_decision text;
alter table paper add column state_decision_on date;

-- results: a paper prepared to take the place of a result that was issued (thay thế kết quả đã cấp)
create table result_correction (
  id uuid primary key,
  result_id uuid not null references dossier_result,
  paper_id uuid not null references paper,  -- the one that is to come
  data jsonb not null,
  signer_post_id text not null,
  reason text not null,
  state text not null check (state in ('draft', 'asked', 'signed', 'done', 'dropped')),
  prepared_at timestamptz(3) not null,
  prepared_by text not null
);
create unique index result_correction_open on result_correction (result_id) where state in ('draft', 'asked', 'signed');
create unique index result_correction_paper on result_correction (paper_id);

-- dossiers: the file of a result names its paper, so that its page says when the paper no longer holds
update attachment a set paper_id = r.paper_id
  from dossier_result r where r.attachment_id = a.id and a.paper_id is null;

insert into role_act (role, act)
select role, act from (values ('records-clerk', 'papers.withdraw')) as wanted (role, act)
where exists (select from role_act r where r.role = wanted.role)
on conflict do nothing;

-- papers: those of an organisation that were numbered, newest first (giấy tờ đã ký)
create index paper_issued on paper (organisation_id, numbered_on desc, id desc) where numbered_on is not null;
