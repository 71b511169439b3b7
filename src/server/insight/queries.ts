import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

/** Figures that are kept by day, unit and procedure. */
export const FIGURES = [
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
export type Figure = (typeof FIGURES)[number]

export async function raiseFigures(
  db: Db,
  day: string,
  organisationId: string,
  procedureCode: string,
  figures: readonly Figure[],
) {
  if (figures.length === 0) return
  const names = sql.raw(figures.join(', '))
  const ones = sql.raw(figures.map(() => '1').join(', '))
  const sums = sql.raw(figures.map((name) => `${name} = dossier_figure.${name} + 1`).join(', '))
  await sql`insert into dossier_figure (on_day, organisation_id, procedure_code, ${names}) values (${day}, ${organisationId}, ${procedureCode}, ${ones})
    on conflict (on_day, organisation_id, procedure_code) do update set ${sums}`.execute(db)
}

export type Sums = {
  online: number
  counter: number
  post: number
  alone: number
  declined: number
  early: number
  onTime: number
  late: number
  returned: number
}

/** Sums over days [from, to], of the whole province. */
export async function sumFigures(db: Db, from: string, to: string): Promise<Sums> {
  const { rows } = await sql<Sums>`
    select coalesce(sum(filed_online), 0)::int as online, coalesce(sum(filed_counter), 0)::int as counter, coalesce(sum(filed_post), 0)::int as post,
      coalesce(sum(filed_alone), 0)::int as alone, coalesce(sum(declined), 0)::int as declined, coalesce(sum(settled_early), 0)::int as early,
      coalesce(sum(settled_on_time), 0)::int as "onTime", coalesce(sum(settled_late), 0)::int as late, coalesce(sum(returned), 0)::int as returned
    from dossier_figure where on_day between ${from} and ${to}`.execute(db)
  return rows[0]!
}

export type MonthFigures = { month: string; received: number; settled: number }

/** Received and settled in each month of [from, to], months without any included. */
export async function listMonthFigures(db: Db, from: string, to: string): Promise<MonthFigures[]> {
  const { rows } = await sql<MonthFigures>`
    select to_char(month, 'MM/YYYY') as month,
      coalesce(sum(filed_online + filed_counter + filed_post), 0)::int as received,
      coalesce(sum(settled_early + settled_on_time + settled_late), 0)::int as settled
    from generate_series(${from}::date, ${to}::date, interval '1 month') as month
      left join dossier_figure on on_day between greatest(month::date, ${from}::date) and least((month + interval '1 month - 1 day')::date, ${to}::date)
    group by month order by month`.execute(db)
  return rows
}

export type UnitFigures = {
  organisationId: string
  received: number
  settled: number
  late: number
  open: number
  openLate: number
}

/** By handling unit: received and settled in the days, open now and open past the date. */
export async function listUnitFigures(db: Db, from: string, to: string, now: Date): Promise<UnitFigures[]> {
  const { rows } = await sql<UnitFigures>`
    with f as (select organisation_id, sum(filed_online + filed_counter + filed_post)::int as received,
        sum(settled_early + settled_on_time + settled_late)::int as settled, sum(settled_late)::int as late
      from dossier_figure where on_day between ${from} and ${to} group by 1),
    o as (select handling_id as organisation_id, count(*)::int as open, (count(*) filter (where due_at < ${now}))::int as open_late
      from open_dossier group by 1)
    select coalesce(f.organisation_id, o.organisation_id) as "organisationId", coalesce(received, 0) as received, coalesce(settled, 0) as settled,
      coalesce(late, 0) as late, coalesce(open, 0) as open, coalesce(open_late, 0) as "openLate"
    from f full join o on o.organisation_id = f.organisation_id order by received desc, 1`.execute(db)
  return rows
}

/** Open now in the province: within and past the date, and carried over from before a day. */
export async function findOpenCounts(db: Db, now: Date, before: Date) {
  const { rows } = await sql<{ open: number; late: number; carried: number }>`
    select count(*)::int as open, (count(*) filter (where due_at < ${now}))::int as late, (count(*) filter (where filed_at < ${before}))::int as carried
    from open_dossier`.execute(db)
  return rows[0]!
}
