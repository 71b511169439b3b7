import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { NewTask, Task, TaskEnd } from './schema.ts'

const columns = [
  ...(['id', 'thing_id as thingId', 'step_key as stepKey', 'step_name as stepName', 'step_kind as stepKind'] as const),
  ...(['organisation_id as organisationId', 'role', 'function', 'queue', 'post_id as postId'] as const),
  ...([
    'given_at as givenAt',
    'given_by as givenBy',
    'received_at as receivedAt',
    'received_by as receivedBy',
  ] as const),
  ...(['due_at as dueAt', 'done_at as doneAt', 'done_by as doneBy', 'outcome', 'remark', 'side', 'seq'] as const),
]

const row = (task: NewTask) => ({
  id: task.id,
  thing_id: task.thingId,
  step_key: task.stepKey,
  step_name: task.stepName,
  step_kind: task.stepKind,
  organisation_id: task.organisationId,
  role: task.role,
  function: task.function,
  queue: task.queue,
  post_id: task.postId,
  given_at: task.givenAt,
  given_by: task.givenBy,
  due_at: task.dueAt,
  side: task.side,
  seq: task.seq,
})

/** Every task of a thing, oldest first: its way so far. */
export function listTasks(db: Db, thingId: string): Promise<Task[]> {
  return db
    .selectFrom('task')
    .select(columns)
    .where('thing_id', '=', thingId)
    .orderBy('seq')
    .orderBy('given_at')
    .execute()
}

export function findTask(db: Db, id: string): Promise<Task | undefined> {
  return db.selectFrom('task').select(columns).where('id', '=', id).executeTakeFirst()
}

export async function insertTask(db: Db, task: NewTask) {
  await db.insertInto('task').values(row(task)).execute()
}

/** Ends one task and begins the next in one statement. A task that was ended meanwhile stays as it is and nothing begins. */
export async function moveTask(db: Db, end: TaskEnd, next: NewTask | null): Promise<boolean> {
  if (!next) return endTask(db, end)
  const { rows } = await sql<{ id: string }>`
    with ended as (
      update task set done_at = ${end.at}, done_by = ${end.by}, outcome = ${end.outcome}, remark = ${end.remark},
        received_at = coalesce(received_at, ${end.at}), received_by = coalesce(received_by, ${end.by})
      where id = ${end.taskId} and done_at is null returning id)
    insert into task (id, thing_id, step_key, step_name, step_kind, organisation_id, role, function, queue, post_id, given_at, given_by, due_at, side, seq)
    select ${next.id}::uuid, ${next.thingId}::uuid, ${next.stepKey}::text, ${next.stepName}::text, ${next.stepKind}::text, ${next.organisationId}::text,
      ${next.role}::text, ${next.function}::text, ${next.queue}::text, ${next.postId}::text, ${next.givenAt}::timestamptz(3), ${next.givenBy}::text,
      ${next.dueAt}::timestamptz(3), ${next.side}::boolean, ${next.seq}::int
    from ended returning id`.execute(db)
  return rows.length === 1
}

export async function endTask(db: Db, end: TaskEnd): Promise<boolean> {
  const result = await db
    .updateTable('task')
    .set((eb) => ({
      done_at: end.at,
      done_by: end.by,
      outcome: end.outcome,
      remark: end.remark,
      received_at: eb.fn.coalesce('received_at', sql<Date>`${end.at}::timestamptz(3)`),
      received_by: eb.fn.coalesce('received_by', sql<string>`${end.by}::text`),
    }))
    .where('id', '=', end.taskId)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The receiver confirms that the thing is there (bên nhận): once, by the first who does. */
export async function markTaskReceived(db: Db, id: string, at: Date, by: string): Promise<boolean> {
  const result = await db
    .updateTable('task')
    .set({ received_at: at, received_by: by })
    .where('id', '=', id)
    .where('received_at', 'is', null)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Assigned to one post, or back to whoever serves the queue. */
export async function markTaskAssigned(db: Db, id: string, postId: string | null, dueAt: Date) {
  await db
    .updateTable('task')
    .set({ post_id: postId, due_at: dueAt })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute()
}
