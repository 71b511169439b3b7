import { type Held, holdDossier } from '#server/dossiers/index.ts'
import {
  type BlankOfSubject,
  findCalibration,
  type PaperHouse,
  putPrinterChoice,
  setPaper,
  takeBlank,
} from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findResultForUpdate } from '../queries.ts'
import type { DossierResult } from '../schema.ts'
import { mayPrintAt, printedOf, type Printing, printingOf, toSpoil } from './printing.ts'
import { refreshDraft } from './refresh-draft.ts'
import { blanksOf, type BlankWorldOf, keeperOf, readBlank } from './world.ts'

export type TakeBlanks = { dossierId: string; revision?: number | undefined; printer: string | null }

/**
 * Whether the holder may print the blanks of this result now. @throws Refusal `results.blank-none-here`, `results.blank-not-here`,
 * `results.blank-no-result`.
 */
export function decidePrinting(
  { version, step }: Pick<Held, 'version' | 'step'>,
  result: Pick<DossierResult, 'resultKey'> | undefined,
): Printing {
  const printing = printingOf(version.content)
  if (!printing) throw new Refusal('results.blank-none-here')
  if (!mayPrintAt(version.content, printing, step)) throw new Refusal('results.blank-not-here', { step: step.name })
  if (result?.resultKey !== printing.result.key)
    throw new Refusal('results.blank-no-result', { name: printing.result.name })
  return printing
}

/**
 * Which originals still want a blank; none when all are printed. In the law's order: the event stands in the book before its paper is
 * printed, and nothing is printed with a gap in it. @throws Refusal `results.blank-to-spoil`, `results.blank-no-number`, `results.blank-incomplete`.
 */
export function decideCopies(
  { originals }: Printing,
  world: Pick<BlankWorldOf, 'entry' | 'blanks' | 'content'>,
): number[] {
  const waiting = toSpoil(world.blanks)
  if (waiting.length > 0)
    throw new Refusal('results.blank-to-spoil', { serials: waiting.map((each) => each.words).join(', ') })
  const printed = new Set(printedOf(world.blanks).map((each) => each.copy))
  const wanted = Array.from({ length: originals }, (_, at) => at + 1).filter((copy) => !printed.has(copy))
  if (wanted.length === 0) return []
  if (!world.entry) throw new Refusal('results.blank-no-number')
  const lacking = world.content?.lacking ?? []
  if (lacking.length > 0)
    throw new Refusal('results.blank-incomplete', { missing: lacking.map((each) => each.title).join('; ') })
  return wanted
}

/**
 * Lấy phôi và in: the next serial for every original of the result that has none, tied to the dossier, with the words that are printed on it
 * kept as a paper. The dossier is held, so pressed twice, or by two at once, it is one serial.
 */
export function takeBlanks(call: Call, house: PaperHouse, command: TakeBlanks): Promise<BlankOfSubject[]> {
  return inTransaction(call, async (within) => {
    const held = await holdDossier(within, command)
    const result = await findResultForUpdate(within.db, held.dossier.id)
    const printing = decidePrinting(held, result)
    const { dossier, directory, version } = held
    const world = await readBlank(within, dossier, version.content, printing, result)
    const copies = decideCopies(printing, world)
    if (copies.length === 0) return printedOf(world.blanks)
    if (!world.kind) throw new Refusal('results.blank-kind', { name: world.template.name })
    const { printer } = command
    const place = { organisationId: keeperOf(directory, printing, dossier), kind: world.kind }
    const offset = printer
      ? await findCalibration(within.db, place.organisationId, printer, place.kind)
      : { x: 0, y: 0 }
    const paper = await setPaper(within, house, {
      ...{ templateKey: printing.templateKey, organisationId: place.organisationId },
      ...{ subjectKind: 'dossier', subjectId: dossier.id, data: { ...world.content!.data, offset } },
      title: `In đè phôi ${printing.result.name}, hồ sơ ${dossier.code}`,
    })
    for (const copy of copies)
      await takeBlank(within, {
        ...{ ...place, subject: `Hồ sơ ${dossier.code}`, paperId: paper.id, printer },
        of: { kind: 'dossier', id: dossier.id, copy },
      })
    await putPrinterChoice(within.db, { ...place, accountId: within.actor.id, printer })
    await refreshDraft(within, house, held)
    return printedOf(await blanksOf(within, dossier.id))
  })
}
