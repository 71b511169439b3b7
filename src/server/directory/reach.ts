import { type Call, inTransaction, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { inForceOn } from './organisations/tree-rules.ts'
import { listVersions, type VersionRow } from './queries-organisations.ts'
import { forgetDirectory } from './remembered.ts'

/** Units granted today, and those not in the tree of today (still to come, or ended) that stand or stood under one of them. */
export function decideReach(granted: ReadonlySet<string>, versions: readonly VersionRow[], today: string): Set<string> {
  const reach = new Set(granted)
  const byId = Map.groupBy(versions, (each) => each.id)
  for (const id of byId.keys())
    for (let at = id, steps = 0; steps < 50; steps += 1) {
      const own = byId.get(at) ?? []
      if (granted.has(at)) reach.add(id)
      if (granted.has(at) || own.some((each) => inForceOn(each, today))) break
      const above = own.at(-1)?.parentId
      if (!above) break
      at = above
    }
  return reach
}

/** The units whose directory this actor may change. @throws Refusal `directory.no-right` when there are none. */
export async function unitsInReach({ db, actor, now }: Call): Promise<ReadonlySet<string>> {
  if (!mayAnywhere(actor, 'directory.change')) throw new Refusal('directory.no-right')
  const granted = actor.grants.get('directory.change') ?? new Set<string>()
  return decideReach(granted, await listVersions(db), vietnamDate(now))
}

/** @throws Refusal `directory.no-right` unless every unit is within reach. */
export async function requireReach(call: Call, ids: readonly string[]) {
  const reach = await unitsInReach(call)
  if (!ids.every((each) => reach.has(each))) throw new Refusal('directory.no-right')
}

/** One transaction that changes the directory; what this program remembers of it is read again after it. */
export async function changingDirectory<T>(call: Call, work: (call: Call) => Promise<T>): Promise<T> {
  const answer = await inTransaction(call, work)
  forgetDirectory(call.db)
  return answer
}
