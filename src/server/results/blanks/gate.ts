import { loadDirectory } from '#server/directory/index.ts'
import type { Dossier, Held } from '#server/dossiers/index.ts'
import { askBlanksSpoiled, findTemplateOn, hasReceivedLots } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { ProcedureContent, Step } from '#server/procedures/index.ts'
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
  const template = await findTemplateOn(call.db, printing.templateKey, vietnamDate(call.now))
  const kind = template && kindOf(template)
  const keeper = keeperOf(await loadDirectory(call.db), printing, dossier)
  const keeps = kind ? await hasReceivedLots(call.db, keeper, kind) : false
  const blanks = await blanksOf(call, dossier.id)
  const { answers, outcome: decided } = dossier
  const on = vietnamDate(dossier.filedAt)
  decideBlankGate({ content, step, act, result, answers, on, decided, blanks, keeps })
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
