import { createHash } from 'node:crypto'
import { loadDirectory } from '#server/directory/index.ts'
import { findPaper, listPapersOf, type Paper, type PaperHouse, setPaper } from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { nextDate, vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { bookData } from './data/book.ts'
import { generationOn, issuerOf } from './facts.ts'
import { listForBook } from './queries.ts'
import { FORM_OF } from './schema.ts'

/** Of one printed book: a month of the busiest desk; the whole year is printed month by month, as paper books are bound. */
const MOST_LINES = 4000

export type BookPeriod = { deskId: string; from: string; to: string }

/**
 * A period a book may be printed for: whole days of one year (a book is opened and closed with the year, NĐ 61/2018 forms).
 * @throws Refusal `slips.period-wrong`.
 */
export function decidePeriod({ from, to }: BookPeriod) {
  const wellFormed = [from, to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)))
  if (!wellFormed || from > to || from.slice(0, 4) !== to.slice(0, 4)) throw new Refusal('slips.period-wrong')
}

const instantOf = (day: string) => new Date(`${day}T00:00:00+07:00`)

/** Sets the follow-up book (sổ theo dõi hồ sơ) of a desk and a period; the same again is the same paper. */
export async function setBook(call: Call, house: PaperHouse, period: BookPeriod): Promise<Paper> {
  const { deskId } = period
  if (!may(call.actor, 'dossiers.view', deskId)) throw new Refusal('dossiers.no-right', { act: 'view' })
  decidePeriod(period)
  const [from, until] = [instantOf(period.from), instantOf(nextDate(period.to))]
  const lines = await listForBook(call.db, deskId, from, until, MOST_LINES + 1)
  if (lines.length === 0) throw new Refusal('slips.book-empty')
  if (lines.length > MOST_LINES) throw new Refusal('slips.book-too-long', { most: MOST_LINES })
  const directory = await loadDirectory(call.db, period.to)
  const desk = directory.organisation(deskId)
  const versions = new Map<string, string>()
  for (const versionId of new Set(lines.map((line) => line.versionId)))
    versions.set(versionId, (await getVersion(call.db, versionId)).content.name)
  const receivingId = directory.servedBy(deskId)[0] ?? desk?.parentId ?? deskId
  const issuer = await issuerOf(call.db, { deskId, receivingId }, period.to)
  const data = bookData(
    lines,
    { issuer, from, until },
    {
      procedure: (id) => versions.get(id) ?? '',
      unit: (id) => directory.organisation(directory.successor(id))?.name ?? id,
    },
  )
  const templateKey = FORM_OF[await generationOn(call.db, period.to)].book
  const subject = createHash('sha256')
    .update(JSON.stringify([deskId, templateKey, data]))
    .digest('hex')
  const [same] = await listPapersOf(call.db, 'desk-book', subject)
  if (same) return (await findPaper(call.db, { id: same.id }))!
  return setPaper(call, house, {
    ...{
      templateKey,
      organisationId: deskId,
      subjectKind: 'desk-book',
      subjectId: subject,
      data,
      on: vietnamDate(call.now),
    },
    title: `Sổ theo dõi hồ sơ ${issuer.desk}, ${data.from} - ${data.to}`,
  })
}
