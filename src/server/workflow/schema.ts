/** A unit of work on a thing (việc): who holds it, since when, until when. Times are instants. */
export type Task = {
  id: string
  thingId: string
  stepKey: string
  stepName: string
  stepKind: string
  organisationId: string
  role: string
  function: string
  queue: string
  postId: string | null
  givenAt: Date
  givenBy: string | null
  receivedAt: Date | null
  receivedBy: string | null
  dueAt: Date
  doneAt: Date | null
  doneBy: string | null
  outcome: string | null
  remark: string | null
  side: boolean
  seq: number
}

/** A task as it begins: given, not yet received. */
export type NewTask = Omit<Task, 'receivedAt' | 'receivedBy' | 'doneAt' | 'doneBy' | 'outcome' | 'remark'>

/** How a task ends: by whom, with which act of its step. */
export type TaskEnd = { taskId: string; at: Date; by: string; outcome: string; remark: string | null }
