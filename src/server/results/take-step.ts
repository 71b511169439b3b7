import { findDossier, type Held, holdDossier, takeStep, type TakeStep } from '#server/dossiers/index.ts'
import { findPaper, setPaperState } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { StepAct } from '#server/procedures/index.ts'
import { initialsWanted, sealPaper, signPaper, type SigningHouse } from '#server/signing/index.ts'
import { asSignedBy } from './as-signed-by.ts'
import { enterEvent } from './blanks/enter-event.ts'
import { askPrintedSpoiled, requireBlanksPrinted } from './blanks/gate.ts'
import { BOOKS, entersEvent, eventOf, printedOf } from './blanks/printing.ts'
import { findEventEntry } from './blanks/queries.ts'
import { blanksOf } from './blanks/world.ts'
import { requireCardFor } from './cards/index.ts'
import { oneOfFew } from './one-of-few.ts'
import { placeOf } from './places.ts'
import { findResultForUpdate, insertApproval, markResult } from './queries.ts'
import { askForNext, withdrawAsked } from './requests.ts'
import { decideResultPart, leadsBack } from './result-part.ts'
import type { DossierResult } from './schema.ts'
import { preparedName, seriesOf } from './templates.ts'

export type TakeResultStep = TakeStep & { secret?: string | undefined; oneTimeCode?: string | undefined }
type Taken = Awaited<ReturnType<typeof takeStep>>

/**
 * One step of a dossier together with what it does to the prepared result, in one transaction: the dossier is held, the paper is signed or
 * sealed, then the step is taken. Whatever refuses or breaks takes all of it back: there is never a signed paper whose dossier stands where
 * it was, nor a step without its signature; the file of a signature taken back stays in the store under its hash, and no row names it.
 * A wrong PIN alone is remembered (`signing` counts it apart). Without a prepared result it is the step alone.
 */
export async function takeResultStep(call: Call, house: SigningHouse, command: TakeResultStep): Promise<Taken> {
  const { secret, oneTimeCode, ...step } = command
  if (secret) await demonstrationKeys(call, house, command.dossierId)
  return oneOfFew(() =>
    inTransaction(call, async (within) => {
      const held = await holdDossier(within, command)
      const result = await findResultForUpdate(within.db, held.dossier.id)
      const act = held.step.acts.find((each) => each.key === command.act)
      if (act) await requireBlanksPrinted(within, passing(held, act, result))
      const event = act ? await eventNumber(within, held, act, command.resultNumber) : {}
      if (!result || !act) return takeStep(within, { ...step, ...event })
      const part = decideResultPart(held, act, result, preparedName(held.version.content, result.resultKey))
      const back = leadsBack(held, act)
      await requireCardFor(within, held.version.content, result, { stepKey: held.step.key, back, to: act.to })
      if ((part === 'sign' || part === 'seal') && !secret) throw new Refusal('results.pin-needed')
      const key = { secret: secret ?? '', ...(oneTimeCode ? { oneTimeCode } : {}) }
      if (part === 'approve') await approve(within, house, result, secret ? key : null)
      if (part === 'sign') await sign(within, house, held, result, key)
      if (part === 'take-back') await takeBack(within, result, command.remark ?? act.label)
      if (leadsBack(held, act) || act.outcome === 'refuse')
        await askPrintedSpoiled(within, held, command.remark ?? act.label)
      const numbered =
        part === 'seal' ? await seal(within, house, held, result, key) : await numberGiven(within, result)
      const taken = await takeStep(within, { ...step, ...event, ...numbered })
      if (result.stepFault) await markResult(within.db, result.id, { stepFault: null })
      await withdrawAsked(within, house, held, result)
      await askForNext(within, held)
      return taken
    }),
  )
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
  const dossier = await findDossier(call.db, dossierId)
  if (!house.makeDemonstrationKey || !dossier || !call.actor.postId) return
  await house.makeDemonstrationKey(call, { postId: call.actor.postId })
  await house.makeDemonstrationKey(call, { organisationId: dossier.handlingId })
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
    if (!secret) throw new Refusal('results.pin-needed')
    paper = await signPaper(within, house, { paperId: paper.id, key, ...secret, reason: `Ký nháy: ${paper.title}` })
  }
  await insertApproval(db, {
    ...{ resultId: result.id, postId: actor.postId ?? '', fileSha256: paper.fileSha256 },
    ...{ byActor: actor.id, byName: actor.name, byTitle: actor.postTitle ?? '', at: now },
  })
}

/** The leader's signature; the paper is set again first when somebody else signs than it was prepared for. */
async function sign(within: Call, house: SigningHouse, held: Held, result: DossierResult, secret: Secret) {
  const { result: own, paper } = await asSignedBy(within, house, held, result)
  // The State blank says who signs it: it is not signed by somebody else.
  if (own.id !== result.id && printedOf(await blanksOf(within, held.dossier.id)).length > 0)
    throw new Refusal('results.blank-other-signer', { printed: result.data.signer, signer: within.actor.name })
  const key = await placeOf(within.db, paper, 'leader')
  await signPaper(within, house, { paperId: paper.id, key, ...secret, reason: paper.title })
  await markResult(within.db, own.id, { state: 'signed' })
}

/** Number, date and seal of the records clerk; the dossier keeps the number that the paper got. */
async function seal(within: Call, house: SigningHouse, held: Held, result: DossierResult, secret: Secret) {
  const paper = (await findPaper(within.db, { id: result.paperId }))!
  const key = await placeOf(within.db, paper, 'seal')
  const numbering = await seriesOf(within.db, held, result.resultKey)
  await sealPaper(within, house, { paperId: paper.id, key, ...secret, numbering })
  await markResult(within.db, result.id, { state: 'sealed' })
  return numberGiven(within, result)
}

/** The one source of the number is the paper's series in `signing`; the dossier's own series counts results without a paper. */
async function numberGiven(
  { db }: Call,
  result: DossierResult,
): Promise<Pick<TakeStep, 'resultNumber' | 'resultOn'> | object> {
  const paper = await findPaper(db, { id: result.paperId })
  return paper?.notation ? { resultNumber: paper.notation, resultOn: paper.numberedOn } : {}
}

/** A signed paper that is sent back is withdrawn: it stays to be seen, and its QR says so. */
async function takeBack({ db, now }: Call, result: DossierResult, reason: string) {
  await setPaperState(db, result.paperId, { state: 'withdrawn', reason }, now)
  await markResult(db, result.id, { state: 'replaced' })
}
