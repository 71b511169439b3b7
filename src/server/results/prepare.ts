import { isDeepStrictEqual } from 'node:util'
import { type Held, holdDossier, wasConfirmed } from '#server/dossiers/index.ts'
import { hintsOf, type Paper, type PaperHouse } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askPrintedSpoiled } from './blanks/gate.ts'
import { endByHand } from './choose-by-hand.ts'
import { readFormLines } from './form-lines.ts'
import { issuerOf } from './issuer.ts'
import { listResultsForUpdate } from './queries.ts'
import { replaceDraft } from './replace-draft.ts'
import { askAfterDecision, withdrawRequestOf } from './requests.ts'
import { resultTemplate } from './result-template.ts'
import type { DossierResult, PrepareResult } from './schema.ts'
import { issuerSymbol, type Preparable, preparables } from './templates.ts'
import { DRAFTING } from './view.ts'

/**
 * Whether the official who holds the dossier may prepare this result now: before it is decided, one of the procedure's results or its
 * refusal, and nothing of it is signed; after the decision only what stands beside it.
 * @throws Refusal `results.not-here`, `results.unknown`, `results.decided-already`, `results.signed-already`.
 */
export function decidePreparation(
  {
    step,
    version,
    dossier,
  }: Pick<Held, 'step' | 'version'> & { dossier: Pick<Held['dossier'], 'answers' | 'outcome'> },
  results: readonly Pick<DossierResult, 'state' | 'part'>[],
  resultKey: string,
  issuer: string,
): Preparable {
  if (!DRAFTING.includes(step.kind) || step.holder.role === 'outside')
    throw new Refusal('results.not-here', { step: step.name })
  const found = preparables(version.content, issuer, dossier.answers).find((each) => each.key === resultKey)
  if (!found) throw new Refusal('results.unknown')
  if (dossier.outcome !== null && (found.part === 0 || dossier.outcome !== found.outcome))
    throw new Refusal('results.decided-already')
  if (results.some((each) => each.part === found.part && each.state !== 'draft'))
    throw new Refusal('results.signed-already')
  return found
}

/** What was typed into the form of a result, as data of its template. @throws Refusal `papers.no-template`. */
export const readTyped = async (call: Call, templateKey: string, typed: (path: string) => string | undefined) =>
  readFormLines((await resultTemplate(call, templateKey)).schema, typed)

/** Who certifies a signature saw it given (NĐ 23/2015 art. 24): without that record nothing is prepared. @throws Refusal `results.not-in-person`. */
async function requireInPerson(within: Call, dossierId: string, templateKey: string) {
  const { schema } = await resultTemplate(within, templateKey)
  if (hintsOf(schema).inPerson && !(await wasConfirmed(within.db, dossierId)))
    throw new Refusal('results.not-in-person')
}

/**
 * Prepares the result of a dossier (soạn kết quả) from a template: saved again, the earlier draft is replaced. What stands beside a result
 * that is decided is asked of its leader at once.
 */
export function prepareResult(
  call: Call,
  house: PaperHouse,
  command: PrepareResult,
): Promise<{ result: DossierResult; paper: Paper }> {
  return inTransaction(call, async (within) => {
    const held = await holdDossier(within, command)
    const { dossier, directory, version, on, open } = held
    const organisationId = dossier.outcome ? open.organisationId : issuerOf(version.content, dossier, directory, on)
    const issuer = issuerSymbol(directory.organisation(organisationId)?.name ?? '')
    const results = await listResultsForUpdate(within.db, dossier.id)
    const { key, name, outcome, templateKey, part } = decidePreparation(held, results, command.resultKey, issuer)
    await requireInPerson(within, dossier.id, templateKey)
    const current = results.find((each) => each.part === part)
    if (current && dossier.outcome) await withdrawRequestOf(within, current)
    const { data, laidOn = null } = command
    const prepared = await replaceDraft(
      within,
      house,
      current,
      { dossierId: dossier.id, resultKey: key, outcome, templateKey, data, part, laidOn },
      { organisationId, title: `${name}, hồ sơ ${dossier.code}` },
    )
    if (part === 0) await endByHand(within, dossier.id)
    if (dossier.outcome) await askAfterDecision(within, prepared, open)
    // What was printed says something else now: its blank may not stay used in silence.
    if (part === 0 && current && (current.resultKey !== key || !isDeepStrictEqual(current.data, command.data)))
      await askPrintedSpoiled(within, held, 'Kết quả đã soạn lại sau khi in')
    recordAudit(within, 'results.prepared', open.organisationId, dossier.id, { code: dossier.code, result: key })
    return prepared
  })
}
