import { type Directory, loadDirectory } from '#server/directory/index.ts'
import { type Actor, type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** `books.view` xem sổ, `books.keep` ghi chú và khóa sổ, `books.names` xem họ tên trong sổ. */
export type BookAct = 'books.view' | 'books.keep' | 'books.names'

/**
 * Đơn vị của chính mình: where the post belongs and serves, and the ended units whose books came there. A right reaches the whole subtree;
 * books do not.
 */
export function ownUnits(actor: Actor, directory: Pick<Directory, 'predecessors'>): Set<string> {
  const own = [actor.organisationId ?? '', ...actor.queues.map((queue) => queue.split('/')[0] ?? '')].filter(Boolean)
  return new Set(own.flatMap((id) => [id, ...directory.predecessors(id)]))
}

/** Whether the actor may do this with the books of a unit: it is his own. */
export async function mayWithBooks({ actor, db }: Call, act: BookAct, organisationId: string): Promise<boolean> {
  return may(actor, act, organisationId) && ownUnits(actor, await loadDirectory(db)).has(organisationId)
}

/** @throws Refusal `books.no-right`. */
export async function requireBooks(call: Call, act: BookAct, organisationId: string) {
  if (!(await mayWithBooks(call, act, organisationId))) throw new Refusal('books.no-right')
}
