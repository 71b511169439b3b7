-- workflow: tasks and their clocks; knows nothing of what is moved
create table task (
  id uuid primary key,
  thing_id uuid not null,
  step_key text not null,
  step_name text not null,
  step_kind text not null,
  organisation_id text not null,        -- the unit that holds it
  role text not null,
  function text not null default '',
  queue text not null,                  -- organisation/role or organisation/role/function
  post_id text,                         -- assigned to; null = whoever of the queue takes it
  given_at timestamptz(3) not null,
  given_by text,                        -- post or account that handed it over
  received_at timestamptz(3),
  received_by text,
  due_at timestamptz(3) not null,
  done_at timestamptz(3),
  done_by text,
  outcome text,                         -- key of the act that ended it
  remark text,
  side boolean not null default false,  -- a parallel opinion, beside the main way
  seq int not null
);
create index task_thing on task (thing_id, seq);
create index task_open_queue on task (queue, due_at, id) where done_at is null;
create index task_open_unit on task (organisation_id, due_at, id) where done_at is null;
create index task_open_post on task (post_id, due_at, id) where done_at is null and post_id is not null;

-- Published for the modules that stand after workflow: what is open now.
create view open_task as
  select id, thing_id, step_key, step_name, step_kind, organisation_id, role, function, queue, post_id, given_at, given_by, received_at, due_at, side, seq
  from task where done_at is null;
