-- filing: a draft keyed at a desk belongs to the post that keys it there, not to the person: who follows in the post finds it, who leaves it does not
alter table draft add column post_id text;
update draft d set post_id = coalesce(
  (select a.post_id from account c join appointment a on a.person_id = c.person_id
   join post_duty p on p.post_id = a.post_id and p.organisation_id = d.desk_id
   where c.id = d.official_account_id and a.valid_from <= d.saved_at::date and (a.valid_to is null or a.valid_to > d.saved_at::date)
   order by a.valid_from desc limit 1),
  (select a.post_id from account c join appointment a on a.person_id = c.person_id
   where c.id = d.official_account_id and a.valid_from <= d.saved_at::date and (a.valid_to is null or a.valid_to > d.saved_at::date)
   order by a.valid_from desc limit 1))
where d.official_account_id is not null;
create index draft_of_post on draft (post_id, saved_at desc) where post_id is not null and sent_dossier_id is null;
