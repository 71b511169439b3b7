import { type Directory, loadDirectory } from '#server/directory/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  type Figure,
  findOpenCounts,
  listMonthFigures,
  listUnitFigures,
  type MonthFigures,
  raiseFigures,
  type Sums,
  sumFigures,
  type UnitFigures,
} from './queries.ts'

type Told = {
  kind: string
  channel: string
  filedHow: string
  handlingId: string
  procedureCode: string
  timeliness: string | null
  onDay: string
}

/** Which figures an event raises. */
export function figuresOf({
  kind,
  channel,
  filedHow,
  timeliness,
}: Pick<Told, 'kind' | 'channel' | 'filedHow' | 'timeliness'>): Figure[] {
  if (kind === 'filed')
    return [
      `filed_${channel}` as Figure,
      ...(channel === 'online' && filedHow === 'alone' ? (['filed_alone'] as const) : []),
    ]
  if (kind === 'accepted') return ['accepted']
  if (kind === 'declined' || kind === 'handed-over') return ['declined']
  if (kind === 'settled') return [`settled_${String(timeliness).replace('-', '_')}` as Figure]
  if (kind === 'returned') return ['returned']
  return []
}

/** Listens to every event of a dossier; runs in the transaction that removes the announcement, so each counts once. */
export const countDossierEvent = (call: Call, told: Told) =>
  raiseFigures(call.db, told.onDay, told.handlingId, told.procedureCode, figuresOf(told))

export type PublicFigures = {
  from: string
  to: string
  sums: Sums
  open: { open: number; late: number; carried: number }
  months: MonthFigures[]
  units: (UnitFigures & { name: string })[]
  madeAt: Date
}

const KEPT = 60_000
const kept = new WeakMap<Db, PublicFigures>()

function named(directory: Directory, units: UnitFigures[]) {
  return units.flatMap((unit) => {
    const organisation = directory.organisation(directory.successor(unit.organisationId))
    return organisation ? [{ ...unit, name: organisation.name }] : []
  })
}

/** The figures of the year so far for everyone: received, carried over, settled, in progress, by unit. A minute old at most. */
export async function figuresForPublic(db: Db, now: Date): Promise<PublicFigures> {
  const before = kept.get(db)
  if (before && now.getTime() - before.madeAt.getTime() < KEPT) return before
  const to = vietnamDate(now)
  const from = `${to.slice(0, 4)}-01-01`
  const [directory, sums, open, units, months] = await Promise.all([
    loadDirectory(db, to),
    sumFigures(db, from, to),
    findOpenCounts(db, now, new Date(`${to.slice(0, 7)}-01T00:00:00+07:00`)),
    listUnitFigures(db, from, to, now),
    listMonthFigures(db, from, to),
  ])
  const figures = { from, to, sums, open, units: named(directory, units), months, madeAt: now }
  kept.set(db, figures)
  return figures
}
