import { type Held, holdDossier } from '#server/dossiers/index.ts'
import { numberPaper, type PaperHouse } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { giveNumber } from '#server/signing/index.ts'
import { findResult } from '../queries.ts'
import { seriesNamed } from '../templates.ts'
import { eventOf, mayPrintAt, printingOf } from './printing.ts'
import { type EventEntry, findEventEntry, insertEventEntry } from './queries.ts'
import { refreshDraft } from './refresh-draft.ts'

/**
 * The number of an event in its book, given once: a dossier that goes back and comes again keeps it. `written`: the number as the official
 * wrote it from a book of paper. The book is that of the unit that holds the step. The paper prepared for the event carries it from now on; the dossier is held.
 */
export async function enterEvent(
  within: Call,
  { dossier, version, open }: Pick<Held, 'dossier' | 'version' | 'open'>,
  resultKey: string,
  written?: string | null,
): Promise<EventEntry> {
  const { db, actor, now } = within
  const there = await findEventEntry(db, dossier.id, resultKey)
  if (there) return there
  const given = written
    ? { number: Number.parseInt(written, 10) || null, notation: written, book: '', numberedOn: vietnamDate(now) }
    : await giveNumber(
        within,
        open.organisationId,
        await seriesNamed(db, { dossier, version }, { resultKey, organisationId: open.organisationId }),
        { subject: `Hồ sơ ${dossier.code}` },
      )
  const { number, notation, book, numberedOn } = given
  const entry = { dossierId: dossier.id, resultKey, number, notation, book, numberedOn }
  await insertEventEntry(db, entry, actor.id, now)
  const result = await findResult(db, dossier.id)
  if (result?.resultKey === resultKey) await numberPaper(db, result.paperId, entry)
  return entry
}

/**
 * Vào sổ lấy số, at the step where the blank is printed: for workflows whose book is not signed in a step of its own. Pressed twice it is
 * one number. @throws Refusal `results.blank-none-here`, `results.blank-not-here`, `results.blank-no-result`.
 */
export function enterInBook(
  call: Call,
  house: PaperHouse,
  command: { dossierId: string; revision?: number | undefined },
): Promise<EventEntry> {
  return inTransaction(call, async (within) => {
    const held = await holdDossier(within, command)
    const { content } = held.version
    const printing = printingOf(content)
    if (!printing || !eventOf(content)) throw new Refusal('results.blank-none-here')
    if (!mayPrintAt(content, printing, held.step)) throw new Refusal('results.blank-not-here', { step: held.step.name })
    const result = await findResult(within.db, held.dossier.id)
    if (!result || result.resultKey !== printing.result.key)
      throw new Refusal('results.blank-no-result', { name: printing.result.name })
    const entry = await enterEvent(within, held, printing.result.key)
    await refreshDraft(within, house, held)
    recordAudit(within, 'results.event-entered', held.open.organisationId, held.dossier.id, {
      ...{ code: held.dossier.code, number: entry.notation, book: entry.book },
    })
    return entry
  })
}
