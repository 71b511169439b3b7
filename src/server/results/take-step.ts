import { own } from '#own-keys'
import { type Held, holdDossier, stepFaults, takeStep, type TakeStep } from '#server/dossiers/index.ts'
import { findPaper, setPaperState } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import type { StepAct } from '#server/procedures/index.ts'
import { initialsWanted, sealPaper, signPaper, type SigningHouse } from '#server/signing/index.ts'
import { findByHand } from './by-hand-queries.ts'
import { asSignedBy } from './as-signed-by.ts'
import { enterEvent } from './blanks/enter-event.ts'
import { askPrintedSpoiled, requireBlanksPrinted } from './blanks/gate.ts'
import { BOOKS, entersEvent, eventOf, printedOf } from './blanks/printing.ts'
import { findEventEntry } from './blanks/queries.ts'
import { blanksOf } from './blanks/world.ts'
import { requireCardFor } from './cards/index.ts'
import { oneOfFew } from './one-of-few.ts'
import { outcomeOfPaper, whyNoPaper } from './paper-gate.ts'
import { noResultIn } from './papers-done.ts'
import { placeOf } from './places.ts'
import { insertApproval, listResults, listResultsForUpdate, markResult } from './queries.ts'
import { askForNext, withdrawAsked } from './requests.ts'
import { decideResultPart, leadsBack, requireBesideDone, type ResultPart } from './result-part.ts'
import type { DossierResult } from './schema.ts'
import { preparables, preparedName, seriesOf } from './templates.ts'

export type TakeResultStep = TakeStep & { secret?: string | undefined; oneTimeCode?: string | undefined }
type Taken = Awaited<ReturnType<typeof takeStep>>

/**
 * One step of a dossier together with what it does to the prepared result, in one transaction: the dossier is held, the paper is signed or
 * sealed, then the step is taken. Whatever refuses or breaks takes all of it back: there is never a signed paper whose dossier stands where
 * it was, nor a step without its signature; the file of a signature taken back stays in the store under its hash, and no row names it.
 * A wrong PIN alone is remembered (`signing` counts it apart). What stands beside the result is signed and sealed with it, under the same PIN.
 * Without a prepared result it is the step alone: of a procedure without template, and of a result that is signed by hand on paper, as it
 * was chosen in words (`chooseByHand`); else the step that needs its paper is refused.
 */
export async function takeResultStep(call: Call, house: SigningHouse, command: TakeResultStep): Promise<Taken> {
  const { secret, oneTimeCode, ...step } = command
  if (secret) await demonstrationKeys(call, house, command.dossierId)
  const take = () =>
    inTransaction(call, async (within) => {
      const held = await holdDossier(within, command)
      const results = await listResultsForUpdate(within.db, held.dossier.id)
      const [main] = results
      const act = held.step.acts.find((each) => each.key === command.act)
      if (act) await requirePaper(within, held, act, main)
      if (act && main) requireSaid(act, main)
      if (act) await requireBlanksPrinted(within, passing(held, act, main))
      const event = act ? await eventNumber(within, held, act, command.resultNumber) : {}
      if (!main) noResultIn(within)
      if (!main || !act) return takeStep(within, { ...step, ...event })
      const { content } = held.version
      const part = decideResultPart(held, act, main, preparedName(content, main.resultKey, held.dossier.answers))
      const back = leadsBack(held, act)
      await requireCardFor(within, content, main, { stepKey: held.step.key, back, to: act.to })
      const noPin = (part === 'sign' || part === 'seal') && !secret
      const lacking = held.step.holder.role === 'outside' ? [] : stepFaults(held.step, act, command)
      refuseAll([...lacking, noPin && new Refusal('results.pin-needed', {}, 'secret')])
      requireBesideDone(held, act, part, results)
      const key = { secret: secret ?? '', ...(oneTimeCode ? { oneTimeCode } : {}) }
      const why = command.remark ?? act.label
      for (const result of results) await doPart(within, house, held, { result, part, key, act, why })
      if (back || act.outcome === 'refuse') await askPrintedSpoiled(within, held, why)
      const given = await numberGiven(within, held, main, part)
      const taken = await takeStep(within, { ...step, ...event, ...given }, saidIn(act, main))
      for (const { id, stepFault } of results) if (stepFault) await markResult(within.db, id, { stepFault: null })
      await withdrawAsked(within, house, held)
      await askForNext(within, held)
      return taken
    })
  return secret ? oneOfFew(take) : take()
}

type Doing = { result: DossierResult; part: ResultPart; key: Secret; act: StepAct; why: string }

/** What a step does to one of the papers: each as far as it has come. */
async function doPart(within: Call, house: SigningHouse, held: Held, { result, part, key, act, why }: Doing) {
  if (part === 'approve' && result.state === 'draft') await approve(within, house, result, key.secret ? key : null)
  if (part === 'sign' && result.outcome !== outcomeOfPaper(act)) await drop(within, result, why)
  else if (part === 'sign' && result.state === 'draft') await sign(within, house, held, result, key)
  if (part === 'seal' && result.state === 'signed') await seal(within, house, held, result, key)
  if (part === 'take-back') await takeBack(within, result, why)
}

/** Never a step without its paper; see `whyNoPaper`. @throws Refusal `results.draft-needed`, `results.draft-says-other`, `results.paper-needed`. */
async function requirePaper({ db }: Call, held: Held, act: StepAct, result: DossierResult | undefined) {
  const { dossier, version, step } = held
  const hasTemplate = preparables(version.content, '', dossier.answers).length > 0
  const byHand = (await findByHand(db, dossier.id)) !== undefined
  const world = { content: version.content, step, act, decided: dossier.outcome, result, hasTemplate, byHand }
  const fault = whyNoPaper(world)
  if (fault) throw fault
}

type Said = StepAct['draftSays'][number]
const isSaid = ({ key, digits }: Said, { data }: DossierResult) => {
  const value = own(data, key)
  if (typeof value !== 'string' || value.trim() === '') return false
  return digits === undefined || new RegExp(`^\\d{${digits}}$`).test(value.replace(/[\s.]/g, ''))
}

/** What an act wants the draft to name is named; a paper that is signed already said it. @throws Refusal `results.draft-silent`. */
function requireSaid({ draftSays, label }: StepAct, result: DossierResult) {
  const lacking = draftSays.filter((each) => result.state === 'draft' && !isSaid(each, result))
  if (lacking.length === 0) return
  const titles = lacking.map(({ title, digits }) => (digits ? `${title} (${digits} chữ số)` : title))
  throw new Refusal('results.draft-silent', { label, titles: titles.join(', ') })
}
const saidIn = ({ draftSays }: StepAct, result: DossierResult) => {
  const titles = draftSays.filter((each) => isSaid(each, result)).map(({ title }) => title)
  return titles.length > 0 ? { said: titles.join(', ') } : {}
}

const passing = ({ dossier, version, step }: Held, act: StepAct, result: DossierResult | undefined) => ({
  ...{ dossier, content: version.content, step, act, result },
})

/**
 * Vào sổ: the number of the event, given where its book is signed before the leader decides, and the same one where the seal follows; of
 * nothing that goes back or is refused.
 */
async function eventNumber(within: Call, held: Held, act: StepAct, written: string | null | undefined) {
  const { dossier, version, step } = held
  const event = eventOf(version.content)
  if (!event || !BOOKS.includes(step.kind) || leadsBack(held, act) || dossier.outcome === 'refuse') return {}
  const entry = entersEvent(version.content, step)
    ? await enterEvent(within, held, event.key, written)
    : await findEventEntry(within.db, dossier.id, event.key)
  if (!entry) return {}
  return { resultNumber: entry.notation, resultOn: entry.numberedOn }
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

/**
 * Ký nháy of the head: who saw exactly this file; where the template wants it, as a small signature in its place.
 * @throws Refusal `results.pin-needed`, and those of `signPaper`.
 */
async function approve(within: Call, house: SigningHouse, result: DossierResult, secret: Secret | null) {
  const { db, actor, now } = within
  let paper = (await findPaper(db, { id: result.paperId }))!
  const key = await initialsWanted(db, paper)
  if (key) {
    if (!secret) throw new Refusal('results.pin-needed', {}, 'secret')
    paper = await signPaper(within, house, { paperId: paper.id, key, ...secret, reason: `Ký nháy: ${paper.title}` })
  }
  await insertApproval(db, {
    ...{ resultId: result.id, postId: actor.postId ?? '', fileSha256: paper.fileSha256 },
    ...{ byActor: actor.id, byName: actor.name, byTitle: actor.postTitle ?? '', at: now },
  })
}

/** The leader's signature; the paper is set again first when somebody else signs than it was prepared for. */
async function sign(within: Call, house: SigningHouse, held: Held, result: DossierResult, secret: Secret) {
  const { result: own, paper } = await asSignedBy(within, house, result)
  // The State blank says who signs it: it is not signed by somebody else.
  if (result.part === 0 && own.id !== result.id && printedOf(await blanksOf(within, held.dossier.id)).length > 0)
    throw new Refusal('results.blank-other-signer', { printed: result.data.signer, signer: within.actor.name })
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
