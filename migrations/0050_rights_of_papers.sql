-- directory: the roles of a house in use get the acts that came with cards and books (migration 0042)
insert into role_act (role, act)
select role, act from (values
  ('officer', 'cards.print'),
  ('leader', 'books.view'), ('leader', 'books.names'),
  ('records-clerk', 'books.view'), ('records-clerk', 'books.keep'), ('records-clerk', 'books.names')
) as wanted (role, act)
where exists (select from role_act known where known.role = wanted.role)
on conflict do nothing;
