import { sql } from 'kysely'
import type pg from 'pg'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Db, inTransaction, systemActor } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { chanceOf } from './chance.ts'
import { copyRows } from './copy.ts'
import { type Invented, inventHistory, type Row, type SamplePaper } from './history.ts'
import { type Story, storyCases } from './stories.ts'
import { type Case, loadWorld } from './world.ts'

export type Order = {
  count: number
  seed: number
  asOf: Date
  days: number
  papers: readonly SamplePaper[]
  /** Dossiers pass at once the steps that want a drafted or signed paper, which invented ones have not. */
  passPapers?: boolean
  /** What the citizens of the demonstration who sign in have filed, beside the `count`. */
  stories?: readonly Story[]
  progress?: (done: number) => void
}
const BATCH = 4000
/** When something is filed, and what, where it is told. */
type Filing = { at: number; told?: Case }

/** Instants of filing in order: citizens file at all hours, most in the morning of a working day. */
function filingTimes(order: Order, next: () => number): Float64Array {
  const times = new Float64Array(order.count)
  const last = Math.floor((order.asOf.getTime() + 25_200_000) / 86_400_000)
  for (let at = 0; at < order.count; at += 1) {
    const recent = next() < 0.04
    for (let tries = 0; ; tries += 1) {
      const day = last - Math.floor(next() * (recent ? 3 : order.days))
      const weekday = (day + 4) % 7
      const hour = next() < 0.85 ? 7.5 + next() * (next() < 0.6 ? 4 : 9) : next() * 24
      const time = day * 86_400_000 - 25_200_000 + Math.floor(hour * 3_600_000)
      const weekend = weekday === 0 || weekday === 6
      if (time < order.asOf.getTime() && (!weekend || next() < 0.15 || tries > 20)) {
        times[at] = time
        break
      }
    }
  }
  return times.sort()
}

/** Which columns of the figures an event raises. */
const FIGURE: Record<string, (row: Row) => string[]> = {
  filed: (dossier) => [
    `filed_${String(dossier.channel)}`,
    ...(dossier.channel === 'online' && dossier.filed_how === 'alone' ? ['filed_alone'] : []),
  ],
  accepted: () => ['accepted'],
  declined: () => ['declined'],
  settled: (dossier) => [`settled_${String(dossier.timeliness).replace('-', '_')}`],
  returned: () => ['returned'],
}

function countFigures(figures: Map<string, Record<string, number>>, { dossier, events }: Invented) {
  for (const event of events)
    for (const column of FIGURE[String(event.kind)]?.(dossier) ?? []) {
      const key = `${vietnamDate(event.at as Date)}|${String(dossier.handling_id)}|${String(dossier.procedure_code)}`
      const row = figures.get(key) ?? {}
      row[column] = (row[column] ?? 0) + 1
      figures.set(key, row)
    }
}

async function numbersInUse(db: Db): Promise<Map<string, number>> {
  const rows = await db.selectFrom('dossier_number').select(['unit_code', 'on_day', 'last']).execute()
  return new Map(rows.map((row) => [`${row.unit_code}|${String(row.on_day)}`, row.last]))
}

/**
 * Writes `count` invented dossiers with plausible histories, the same for the same seed and day: numbers of their units without gaps,
 * tasks, events, ticks, figures, and one entry in the house's audit chain. All or nothing of a batch.
 */
export async function generateDossiers(db: Db, pool: pg.Pool, order: Order): Promise<void> {
  const chance = chanceOf(order.seed)
  const world = await loadWorld(db, order.asOf, chance, order.count > 20_000 ? 250 : 60)
  if (world.cases.length === 0) throw new Error('No procedure can be filed: seed the procedures first')
  const numbers = await numbersInUse(db)
  const touched = new Map<string, Row>()
  const figures = new Map<string, Record<string, number>>()
  const filings: Filing[] = Array.from(filingTimes(order, chance.next), (at) => ({ at }))
  for (const { filedAt, ...told } of storyCases(world, order.stories ?? [], order.asOf, chance))
    filings.push({ at: filedAt.getTime(), told })
  filings.sort((one, other) => one.at - other.at)
  const client = await pool.connect()
  try {
    for (let from = 0; from < filings.length; from += BATCH) {
      const batch: Invented[] = []
      touched.clear()
      for (let at = from; at < Math.min(from + BATCH, filings.length); at += 1) {
        const filing = filings[at]!
        const case_ = filing.told ?? chance.pick(world.cases)
        const filedAt = new Date(filing.at)
        const day = vietnamDate(filedAt)
        const unitCode = case_.prefix.replace(/-$/, '')
        const key = `${unitCode}|${day}`
        const number = (numbers.get(key) ?? 0) + 1
        numbers.set(key, number)
        touched.set(key, { unit_code: unitCode, on_day: day, last: number })
        const code = `${case_.prefix}${day.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`
        const invented = inventHistory(
          { world, chance, asOf: order.asOf, papers: order.papers, passPapers: order.passPapers ?? false },
          case_,
          filedAt,
          code,
        )
        countFigures(figures, invented)
        batch.push(invented)
      }
      await client.query('begin')
      try {
        await copyRows(
          client,
          'dossier',
          batch.map((each) => each.dossier),
        )
        await copyRows(
          client,
          'dossier_event',
          batch.flatMap((each) => each.events),
        )
        await copyRows(
          client,
          'task',
          batch.flatMap((each) => each.tasks),
        )
        await copyRows(
          client,
          'attachment',
          batch.flatMap((each) => each.attachments),
        )
        await copyRows(
          client,
          'document_check',
          batch.flatMap((each) => each.checks),
        )
        await copyRows(
          client,
          'completion_item',
          batch.flatMap((each) => each.items),
        )
        await client.query(
          `insert into dossier_number (unit_code, on_day, last) select x.unit_code, x.on_day, x.last
             from jsonb_to_recordset($1) as x(unit_code text, on_day date, last int)
           on conflict (unit_code, on_day) do update set last = greatest(dossier_number.last, excluded.last)`,
          [JSON.stringify([...touched.values()])],
        )
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      }
      order.progress?.(Math.min(from + BATCH, filings.length))
    }
  } finally {
    client.release()
  }
  await writeFigures(db, figures)
  await inTransaction({ db, actor: systemActor, now: new Date() }, async (call) =>
    recordAudit(call, 'dossiers.generated', HOUSE_CHAIN, null, {
      count: order.count,
      seed: order.seed,
      asOf: order.asOf,
    }),
  )
  for (const table of ['dossier', 'task', 'dossier_event', 'attachment', 'document_check'])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(db)
}

const COLUMNS = [
  'filed_online',
  'filed_counter',
  'filed_post',
  'filed_alone',
  'accepted',
  'declined',
  'settled_early',
  'settled_on_time',
  'settled_late',
  'returned',
] as const

async function writeFigures(db: Db, figures: Map<string, Record<string, number>>) {
  const rows = [...figures].map(([key, counts]) => {
    const [onDay, organisationId, procedureCode] = key.split('|')
    return {
      on_day: onDay,
      organisation_id: organisationId,
      procedure_code: procedureCode,
      ...Object.fromEntries(COLUMNS.map((name) => [name, counts[name] ?? 0])),
    }
  })
  const names = sql.raw(COLUMNS.join(', '))
  const types = sql.raw(COLUMNS.map((name) => `${name} int`).join(', '))
  const sums = sql.raw(COLUMNS.map((name) => `${name} = dossier_figure.${name} + excluded.${name}`).join(', '))
  for (let from = 0; from < rows.length; from += 5000)
    await sql`insert into dossier_figure (on_day, organisation_id, procedure_code, ${names})
      select x.on_day, x.organisation_id, x.procedure_code, ${names}
      from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 5000))}::jsonb) as x(on_day date, organisation_id text, procedure_code text, ${types})
      on conflict (on_day, organisation_id, procedure_code) do update set ${sums}`.execute(db)
}
