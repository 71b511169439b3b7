import type { Paper } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { placesOf } from '#server/signing/index.ts'

/** The place of a paper where the leader signs (else the head of the agency), or where the seal goes. @throws Refusal `signing.no-place`. */
export async function placeOf(db: Db, paper: Paper, by: 'leader' | 'seal' | 'receiver'): Promise<string> {
  const { signs } = await placesOf(db, paper)
  const found =
    signs.find((each) => each.by === by) ?? (by === 'leader' ? signs.find((each) => each.by === 'head') : undefined)
  if (!found) throw new Refusal('signing.no-place', { key: by })
  return found.key
}
