import { newId } from './ids.ts'
import type { Call } from './call.ts'

/** What a module tells whoever comes after it. `worker.ts` alone says who listens. */
export type Announcement<Facts> = { name: string; facts?: Facts }

export const announcement = <Facts extends Record<string, unknown>>(name: string): Announcement<Facts> => ({ name })

/** Told when the transaction commits; the worker passes it on, in batches, at least once. */
export function announce<Facts extends Record<string, unknown>>(
  call: Call,
  { name }: Announcement<Facts>,
  facts: Facts,
) {
  if (!call.pending) throw new Error(`announcement ${name} outside a transaction`)
  call.pending.announcements.push({ id: newId(call.now), name, facts, at: call.now })
}
