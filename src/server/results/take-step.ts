import { type Held, holdDossier, takeStep, type TakeStep } from '#server/dossiers/index.ts'
import { findPaper, setPaperState } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { StepAct } from '#server/procedures/index.ts'
import { sealPaper, signPaper, type SigningHouse } from '#server/signing/index.ts'
import { asSignedBy } from './as-signed-by.ts'
import { oneOfFew } from './one-of-few.ts'
import { placeOf } from './places.ts'
import { insertApproval, listResults, listResultsForUpdate, markResult } from './queries.ts'
import { askForNext, withdrawAsked } from './requests.ts'
import { decideResultPart, leadsBack, type ResultPart } from './result-part.ts'
import type { DossierResult } from './schema.ts'
import { preparedName, seriesOf } from './templates.ts'

export type TakeResultStep = TakeStep & { secret?: string | undefined; oneTimeCode?: string | undefined }
type Taken = Awaited<ReturnType<typeof takeStep>>

/**
 * One step of a dossier together with what it does to the prepared result, in one transaction: the dossier is held, the paper is signed or
 * sealed, then the step is taken. Whatever refuses or breaks takes all of it back: there is never a signed paper whose dossier stands where
 * it was, nor a step without its signature; the file of a signature taken back stays in the store under its hash, and no row names it.
 * A wrong PIN alone is remembered (`signing` counts it apart). What stands beside the result is signed and sealed with it, under the same PIN.
 * Without a prepared result it is the step alone.
 */
export async function takeResultStep(call: Call, house: SigningHouse, command: TakeResultStep): Promise<Taken> {
  const { secret, oneTimeCode, ...step } = command
  if (secret) await demonstrationKeys(call, house, command.dossierId)
  return oneOfFew(() =>
    inTransaction(call, async (within) => {
      const held = await holdDossier(within, command)
      const results = await listResultsForUpdate(within.db, held.dossier.id)
      const [main] = results
      const act = held.step.acts.find((each) => each.key === command.act)
      if (!main || !act) return takeStep(within, step)
      const { content } = held.version
      const part = decideResultPart(held, act, main, preparedName(content, main.resultKey, held.dossier.answers))
      if ((part === 'sign' || part === 'seal') && !secret) throw new Refusal('results.pin-needed')
      requireBesideDone(held, act, part, results)
      const key = { secret: secret ?? '', ...(oneTimeCode ? { oneTimeCode } : {}) }
      for (const result of results) await doPart(within, house, held, { result, part, key, act })
      const taken = await takeStep(within, { ...step, ...(await numberGiven(within, held, main, part)) })
      for (const { id, stepFault } of results) if (stepFault) await markResult(within.db, id, { stepFault: null })
      await withdrawAsked(within, house, held)
      await askForNext(within, held)
      return taken
    }),
  )
}

type Doing = { result: DossierResult; part: ResultPart; key: Secret; act: StepAct }

/** What a step does to one of the papers: each as far as it has come. */
async function doPart(within: Call, house: SigningHouse, held: Held, { result, part, key, act }: Doing) {
  if (part === 'approve' && result.state === 'draft') await approve(within, result)
  if (part === 'sign' && result.outcome !== act.outcome) await drop(within, result, act.label)
  else if (part === 'sign' && result.state === 'draft') await sign(within, house, result, key)
  if (part === 'seal' && result.state === 'signed') await seal(within, house, held, result, key)
  if (part === 'take-back') await takeBack(within, result, act.label)
}

/**
 * What stands beside the result goes the way with it: nothing is sealed while one of the papers waits for its leader, and a step after the
 * decision is not left before what was noted in it is signed and sealed.
 * @throws Refusal `results.beside-unsigned`, `results.beside-open`.
 */
export function requireBesideDone(
  held: Pick<Held, 'step' | 'version'> & { dossier: Pick<Held['dossier'], 'outcome'> },
  act: Pick<StepAct, 'to'>,
  part: ResultPart,
  results: readonly Pick<DossierResult, 'state' | 'part'>[],
) {
  const beside = results.slice(1)
  if (part === 'seal' && beside.some((each) => each.state === 'draft')) throw new Refusal('results.beside-unsigned')
  if (held.dossier.outcome === null || part !== 'none' || leadsBack(held, act)) return
  if (beside.some((each) => each.state === 'draft' || each.state === 'signed')) throw new Refusal('results.beside-open')
}

/** Keys of the demonstration are made on first use, before the act: the PIN is tried outside its transaction. */
async function demonstrationKeys(call: Call, house: SigningHouse, dossierId: string) {
  const [main] = await listResults(call.db, dossierId)
  const paper = main && (await findPaper(call.db, { id: main.paperId }))
  if (!house.makeDemonstrationKey || !paper || !call.actor.postId) return
  await house.makeDemonstrationKey(call, { postId: call.actor.postId })
  await house.makeDemonstrationKey(call, { organisationId: paper.organisationId })
}

type Secret = { secret: string; oneTimeCode?: string }

/** Ký nháy of the head: who saw exactly this file. */
async function approve({ db, actor, now }: Call, result: DossierResult) {
  const paper = (await findPaper(db, { id: result.paperId }))!
  await insertApproval(db, {
    ...{ resultId: result.id, postId: actor.postId ?? '', fileSha256: paper.fileSha256 },
    ...{ byActor: actor.id, byName: actor.name, byTitle: actor.postTitle ?? '', at: now },
  })
}

/** The leader's signature; the paper is set again first when somebody else signs than it was prepared for. */
async function sign(within: Call, house: SigningHouse, result: DossierResult, secret: Secret) {
  const { result: own, paper } = await asSignedBy(within, house, result)
  const key = await placeOf(within.db, paper, 'leader')
  await signPaper(within, house, { paperId: paper.id, key, ...secret, reason: paper.title })
  await markResult(within.db, own.id, { state: 'signed' })
}

/** Number, date and seal of the records clerk. */
async function seal(within: Call, house: SigningHouse, held: Held, result: DossierResult, secret: Secret) {
  const paper = (await findPaper(within.db, { id: result.paperId }))!
  const key = await placeOf(within.db, paper, 'seal')
  const numbering = await seriesOf(within.db, held, { resultKey: result.resultKey, paper })
  await sealPaper(within, house, { paperId: paper.id, key, ...secret, ...(numbering ? { numbering } : {}) })
  await markResult(within.db, result.id, { state: 'sealed' })
}

/**
 * The one source of the number is the paper's book; words noted on a paper that was given before have none, and the dossier keeps its own code
 * for them. A result without a paper is numbered by its step.
 */
async function numberGiven(
  { db }: Call,
  { dossier }: Held,
  { paperId, state }: DossierResult,
  part: ResultPart,
): Promise<Pick<TakeStep, 'resultNumber' | 'resultOn'>> {
  const paper = await findPaper(db, { id: paperId })
  if (paper?.notation) return { resultNumber: paper.notation, resultOn: paper.numberedOn }
  return part === 'seal' || state === 'sealed' || state === 'complete' ? { resultNumber: dossier.code } : {}
}

/** A draft that says other than what is decided falls with the decision. */
async function drop(within: Call, result: DossierResult, reason: string) {
  if (result.state !== 'draft') return
  await setPaperState(within.db, result.paperId, { state: 'withdrawn', reason }, within.now)
  await markResult(within.db, result.id, { state: 'replaced' })
}

/** A signed paper that is sent back is withdrawn: it stays to be seen, and its QR says so. */
async function takeBack({ db, now }: Call, result: DossierResult, reason: string) {
  await setPaperState(db, result.paperId, { state: 'withdrawn', reason }, now)
  await markResult(db, result.id, { state: 'replaced' })
}
