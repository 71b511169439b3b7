import { type Call, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { contentFaults } from '../content-faults.ts'
import { listActs, listVersionsIn, listVersionsOfCode } from '../queries-publication.ts'
import { ProcedureContent } from '../schema.ts'
import { getVersion } from '../versions.ts'
import { PUBLICATION, type PublicationAct, VERSION_STATE_WORDS, type VersionState } from './steps.ts'

const SEES = ['procedures.view-drafts', 'procedures.draft', 'procedures.check', 'procedures.publish']
const requireSight = ({ actor }: Call) => {
  if (!SEES.some((act) => mayAnywhere(actor, act))) throw new Refusal('procedures.no-right', { act: 'Xem' })
}

/** Versions on their way and those lately published, for the people who publish. */
export async function listPublicationWork(call: Call, state: VersionState | undefined) {
  requireSight(call)
  const rows = await listVersionsIn(call.db, state ? [state] : ['draft', 'submitted', 'checked'], 100)
  return rows.map(({ id, code, name, version, state: at, effectiveFrom, createdAt }) => ({
    id,
    code,
    name,
    version,
    state: at,
    words: VERSION_STATE_WORDS[at as VersionState],
    effectiveFrom,
    createdAt,
  }))
}

/** What differs from the version in force, by the name of the part. */
function changedParts(before: ProcedureContent | undefined, after: ProcedureContent): string[] {
  if (!before) return []
  return (Object.keys(after) as (keyof ProcedureContent)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
}

/** One version with its history, its faults, what it changes, and the acts the state allows. */
export async function viewPublication(call: Call, id: string) {
  requireSight(call)
  const version = await getVersion(call.db, id)
  const all = await listVersionsOfCode(call.db, version.code)
  const before = all.find((each) => each.state === 'published' && each.id !== id && each.version < version.version)
  const acts = (Object.keys(PUBLICATION) as Exclude<PublicationAct, 'draft'>[]).filter((act) => {
    const right = PUBLICATION[act].right[version.state as VersionState]
    return right !== undefined && mayAnywhere(call.actor, right)
  })
  return {
    version,
    revision: all.find((each) => each.id === id)?.revision ?? 1,
    words: VERSION_STATE_WORDS[version.state as VersionState],
    history: await listActs(call.db, id),
    faults: contentFaults(version.content),
    changed: changedParts(before && (await getVersion(call.db, before.id)).content, version.content),
    acts,
    keepers: [...(call.actor.grants.get('procedures.draft') ?? [])],
  }
}
