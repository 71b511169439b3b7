import { loadDirectory } from '#server/directory/index.ts'
import type { Dossier, Held } from '#server/dossiers/index.ts'
import { askBlanksSpoiled, hasReceivedLots } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import type { ProcedureContent, Step } from '#server/procedures/index.ts'
import { resultTemplate } from '../result-template.ts'
import type { DossierResult } from '../schema.ts'
import { kindOf } from './blank-data.ts'
import { type BlankWorld, decideBlankGate, printedOf, printingOf } from './printing.ts'
import { blanksOf, keeperOf } from './world.ts'

export type Passing = {
  dossier: Dossier
  content: ProcedureContent
  step: Step
  act: BlankWorld['act']
  result: DossierResult | undefined
}

/** Refuses a step that would leave a State blank behind; see `decideBlankGate`. */
export async function requireBlanksPrinted(call: Call, { dossier, content, step, act, result }: Passing) {
  const printing = printingOf(content)
  if (!printing) return
  const kind = kindOf(await resultTemplate(call, printing.templateKey))
  const keeper = keeperOf(await loadDirectory(call.db), printing, dossier)
  const [blanks, keeps] = [await blanksOf(call, dossier.id), await hasReceivedLots(call.db, keeper, kind)]
  decideBlankGate({ content, step, act, result, decided: dossier.outcome, blanks, keeps })
}

/** What was printed for a result that is sent back, refused or prepared otherwise waits to be marked spoiled. */
export async function askPrintedSpoiled(
  call: Call,
  { dossier, version }: Pick<Held, 'dossier' | 'version'>,
  reason: string,
) {
  const printed = printedOf(await blanksOf(call, dossier.id))
  const printing = printingOf(version.content)
  if (printed.length === 0 || !printing) return
  const organisationId = printed[0]!.organisationId
  await askBlanksSpoiled(call, { organisationId, of: { kind: 'dossier', id: dossier.id }, reason })
}
