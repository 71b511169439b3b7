-- papers: a template is published by somebody who has not written in its draft; who wrote is kept with the version
alter table paper_template_version add column written_by text[] not null default '{}';
update paper_template_version set written_by = array[changed_by] where state = 'draft';

-- directory: in a house in use, procedure control publishes what administrators write
insert into role_act (role, act)
select 'procedure-control', 'papers.publish-templates'
where exists (select from role_act where role = 'procedure-control')
on conflict do nothing;
