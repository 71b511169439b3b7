-- workflow: the counts of an inbox come from the index alone; rows that change often keep room for their next version
create index task_open_inbox on task (queue, due_at, id) include (post_id, received_at) where done_at is null;
drop index task_open_queue;
alter table task set (fillfactor = 85);
alter table dossier set (fillfactor = 80);
