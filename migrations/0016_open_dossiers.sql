-- dossiers publish for insight: what is being worked on now
create index dossier_open on dossier (handling_id, due_at, filed_at) where ended_at is null and settled_at is null and accepted_at is not null;
create view open_dossier as
  select handling_id, due_at, filed_at from dossier where ended_at is null and settled_at is null and accepted_at is not null;
