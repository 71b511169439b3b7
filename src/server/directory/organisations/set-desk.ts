import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  closeDeskService,
  insertDeskService,
  listDeskServices,
  listVersions,
  lockDirectory,
} from '../queries-organisations.ts'
import { OrganisationId, StartDay } from '../vocabulary.ts'
import { decideStart, inForceOn } from './tree-rules.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const SetDesk = z.strictObject({
  servedId: OrganisationId,
  /** null: nothing is received for it from then on. */
  deskId: OrganisationId.nullable(),
  from: StartDay,
})
export type SetDesk = z.infer<typeof SetDesk>
type DeskRow = { deskId: string; servedId: string; from: string; to: string | null }
/** Kinds of units that receive (bộ phận một cửa, quầy, trung tâm). */
export const DESKS: ReadonlySet<string> = new Set(['desk', 'counter', 'centre'])

/** The row that ends, if any. @throws Refusal `directory.not-a-desk`, `directory.later-desk`, `directory.nothing-changes`. */
export function decideDesk(
  services: readonly DeskRow[],
  command: SetDesk,
  desk: { kind: string; abolishedOn: string | null } | undefined,
): DeskRow | undefined {
  const { servedId, deskId, from } = command
  if (deskId !== null && (!desk || !DESKS.has(desk.kind) || desk.abolishedOn)) throw new Refusal('directory.not-a-desk')
  const own = services.filter((each) => each.servedId === servedId)
  if (own.some((each) => each.from >= from)) throw new Refusal('directory.later-desk')
  const ends = own.find((each) => inForceOn(each, from))
  if ((ends?.deskId ?? null) === deskId) throw new Refusal('directory.nothing-changes')
  return ends
}

/** Says which desk or counter receives for a unit from a day on (bộ phận một cửa, quầy tại trung tâm): NĐ 61/2018 art. 7. */
export function setDesk(call: Call, command: SetDesk): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    const { servedId, deskId, from } = command
    await requireReach(within, [servedId, ...(deskId ? [deskId] : [])])
    await lockDirectory(db)
    const [services, versions] = await Promise.all([listDeskServices(db), listVersions(db)])
    decideStart(from, vietnamDate(now))
    const on = (id: string | null) => versions.find((each) => each.id === id && inForceOn(each, from))
    const served = on(servedId)
    if (!served || served.abolishedOn) throw new Refusal('directory.organisation-ended', { name: served?.name ?? '' })
    const ends = decideDesk(services, command, on(deskId))
    if (ends) await closeDeskService(db, ends.deskId, servedId, ends.from, from)
    if (deskId !== null) await insertDeskService(db, deskId, servedId, from)
    recordAudit(within, 'directory.set-desk', servedId, servedId, { deskId, from })
    return { id: servedId }
  })
}
