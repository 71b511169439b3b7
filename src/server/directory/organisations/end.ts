import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  closeDeskService,
  closeVersion,
  countLaterThings,
  countOpenWork,
  insertDeskService,
  insertSuccession,
  insertVersion,
  listDeskServices,
  listVersions,
  lockDirectory,
  markEnded,
  type VersionRow,
} from '../queries-organisations.ts'
import { Basis, OrganisationId, StartDay, SuccessionKind } from '../vocabulary.ts'
import { DESKS } from './set-desk.ts'
import { decideFollowed, decidePlace, decideStart, inForceOn, dayWords } from './tree-rules.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const EndOrganisation = z.strictObject({
  id: OrganisationId,
  kind: SuccessionKind,
  /** The first takes the units under it, what its desk serves, and the open work. */
  successorIds: z.array(OrganisationId).max(10),
  /** The first day it is no longer there. */
  from: StartDay,
  legalBasis: Basis,
})
export type EndOrganisation = z.infer<typeof EndOrganisation>

type Ends = { followed: VersionRow; children: VersionRow[] }
const WANTED: Record<SuccessionKindWord, [least: number, most: number]> = {
  abolish: [0, 0],
  rename: [1, 1],
  merge: [1, 1],
  split: [2, 10],
  upgrade: [1, 1],
}
type SuccessionKindWord = EndOrganisation['kind']

/**
 * What ends and what moves. A unit with units under it, or with open work, ends only when a successor takes them.
 * @throws Refusal `directory.root`, `directory.successors-wanted`, `directory.successor-missing`, `directory.has-children`,
 * `directory.has-open-work`, `directory.later-things`, those of days and places.
 */
export function decideEnd(
  versions: readonly VersionRow[],
  command: EndOrganisation,
  facts: { openWork: number; laterThings: number; serves: number; today: string },
): Ends {
  const { id, kind, successorIds, from } = command
  decideStart(from, facts.today)
  const followed = decideFollowed(versions, id, from) as VersionRow
  if (followed.parentId === null) throw new Refusal('directory.root')
  const [least, most] = WANTED[kind]
  const distinct = new Set(successorIds)
  if (distinct.size < least || distinct.size > most || distinct.size !== successorIds.length || distinct.has(id))
    throw new Refusal('directory.successors-wanted', { least })
  for (const each of successorIds) {
    const there = versions.find((row) => row.id === each && inForceOn(row, from))
    if (!there || there.abolishedOn) throw new Refusal('directory.successor-missing')
  }
  if (facts.laterThings > 0) throw new Refusal('directory.later-things', { name: followed.name })
  const under = versions.filter((row) => row.parentId === id && (row.to === null || row.to > from))
  const later = under.find((row) => row.from >= from)
  if (later) throw new Refusal('directory.later-version', { name: later.name, from: dayWords(later.from) })
  const [heir] = successorIds
  if (!heir && under.length > 0) throw new Refusal('directory.has-children', { count: under.length })
  if (!heir && (facts.openWork > 0 || facts.serves > 0))
    throw new Refusal('directory.has-open-work', { count: facts.openWork, serves: facts.serves })
  const heirKind = versions.find((row) => row.id === heir)?.kind ?? ''
  if (heir && facts.serves > 0 && !DESKS.has(heirKind)) throw new Refusal('directory.not-a-desk')
  if (heir) for (const child of under) decidePlace(versions, child.id, heir, from)
  return { followed, children: under }
}

/**
 * Ends an organisation from a day on: giải thể, sáp nhập, chia tách, đổi thành đơn vị khác, with its successors and the legal basis.
 * Its posts, appointments and codes end with it; old names and open dossiers resolve to the first successor.
 */
export function endOrganisation(call: Call, command: EndOrganisation): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    const { id, kind, successorIds, from, legalBasis } = command
    await requireReach(within, [id, ...successorIds])
    await lockDirectory(db)
    const [versions, services] = await Promise.all([listVersions(db), listDeskServices(db)])
    const running = services.filter((each) => inForceOn(each, from))
    const served = running.filter((each) => each.deskId === id)
    const { followed, children } = decideEnd(versions, command, {
      openWork: await countOpenWork(db, id),
      laterThings: await countLaterThings(db, id, from),
      serves: served.length,
      today: vietnamDate(now),
    })
    const [heir] = successorIds
    for (const child of heir ? children : []) {
      await closeVersion(db, child.id, child.from, from)
      await insertVersion(db, { ...child, from, parentId: heir!, legalBasis })
    }
    for (const each of running.filter((row) => row.deskId === id || row.servedId === id))
      await closeDeskService(db, each.deskId, each.servedId, each.from, from)
    for (const each of heir ? served : [])
      if (each.servedId !== id) await insertDeskService(db, heir!, each.servedId, from, each.to)
    await closeVersion(db, id, followed.from, from)
    await markEnded(db, id, from, legalBasis)
    for (const successorId of kind === 'abolish' ? [] : successorIds)
      await insertSuccession(db, {
        ...{ predecessorId: id, successorId, on: from, kind, legalBasis },
        main: successorId === heir,
      })
    recordAudit(within, 'directory.end-organisation', id, id, { kind, successorIds, from, legalBasis })
    return { id }
  })
}
