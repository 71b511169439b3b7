import { loadDirectory } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import { findCalibration, findPaper, setTemplate } from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getVersion } from '#server/procedures/index.ts'
import { findResult } from '../queries.ts'
import { printedOf, printingOf } from './printing.ts'
import { keeperOf, readBlank } from './world.ts'

/** Nothing of an overlay is looked up by its code, and none is printed on it. */
const NO_CODE = 'XXXXXXXXXXXX'

type Shape = { properties?: Record<string, { title?: string }> }
/** The titles of what is printed, as the drawn sample of the blank shows them. */
const labelsOf = (schema: Record<string, unknown>) =>
  Object.fromEntries(Object.entries((schema as Shape).properties ?? {}).map(([key, { title }]) => [key, title ?? key]))

/**
 * Bản in đè: only the words, moved by what the chosen printer prints beside the place. Of a blank that was taken, what was printed on it;
 * before that, what would be printed now. `sample`: over a drawing of the blank, to be looked at and never printed.
 * @throws Refusal `results.blank-none-here`, `results.blank-no-result`, `results.blank-incomplete`, `papers.blank-no-right`.
 */
export async function setOverlay(
  call: Call,
  view: DossierView,
  { printer, sample, origin }: { printer: string | null; sample: boolean; origin: string },
): Promise<Uint8Array> {
  const { dossier } = view
  const { content } = await getVersion(call.db, view.procedure.versionId)
  const printing = printingOf(content)
  if (!printing) throw new Refusal('results.blank-none-here')
  const keeper = keeperOf(await loadDirectory(call.db), printing, dossier)
  if (!may(call.actor, 'blanks.keep', keeper)) throw new Refusal('papers.blank-no-right')
  const world = await readBlank(call, dossier, content, printing, await findResult(call.db, dossier.id))
  const paperId = printedOf(world.blanks).at(-1)?.paperId
  const kept = paperId ? await findPaper(call.db, { id: paperId }) : undefined
  const data = kept?.data ?? world.content?.data
  if (!data) throw new Refusal('results.blank-no-result', { name: printing.result.name })
  if (!kept && world.content!.lacking.length > 0 && !sample)
    throw new Refusal('results.blank-incomplete', {
      missing: world.content!.lacking.map((each) => each.title).join('; '),
    })
  const offset = printer && world.kind ? await findCalibration(call.db, keeper, printer, world.kind) : { x: 0, y: 0 }
  const shown = { ...data, offset, ...(sample ? { labels: labelsOf(world.template.schema) } : {}) }
  // The sample may be looked at while something is missing still: what is not known stays empty.
  const gaps = sample ? Object.fromEntries((world.content?.lacking ?? []).map(({ key }) => [key, ''])) : {}
  const source = { source: world.template.source, schema: sample ? {} : world.template.schema }
  const set = await setTemplate(source, { ...gaps, ...shown }, { origin, code: NO_CODE, at: call.now })
  return set.pdf
}
