import { own } from '#own-keys'
import { findTemplateOn } from '#server/papers/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'
import { findResult } from '../queries.ts'
import type { DossierResult } from '../schema.ts'
import { findCard } from './queries.ts'
import { BLANK_OF_CARD } from './schema.ts'

/** Where the card of a dossier stands: waiting for a batch, in one, printed, at the desk. */
export type DossierCard = {
  state: 'waiting' | 'printing' | 'printed' | 'delivered'
  serial: string | null
  batchId: string | null
}

type Granted = Pick<DossierResult, 'id' | 'outcome' | 'templateKey' | 'state'>

/** Whether this result becomes a printed card: granted, of a template of kind card for which there are blanks. */
async function isCard(db: Db, { outcome, templateKey }: Granted, now: Date): Promise<boolean> {
  if (outcome !== 'grant' || !templateKey || !own(BLANK_OF_CARD, templateKey)) return false
  return (await findTemplateOn(db, templateKey, vietnamDate(now)))?.kind === 'card'
}

/** The card of a result; undefined where the result is none. */
export async function cardOfResult(db: Db, result: Granted, now: Date): Promise<DossierCard | undefined> {
  if (result.state === 'draft' || result.state === 'replaced' || !(await isCard(db, result, now))) return undefined
  const card = await findCard(db, result.id)
  if (!card) return { state: 'waiting', serial: null, batchId: null }
  const state = card.state === 'made' ? 'printing' : card.batchState === 'delivered' ? 'delivered' : 'printed'
  return { state, serial: card.serialWords, batchId: card.batchId }
}

/** The card of a dossier for its pages (thẻ đang in, đã in): the caller has shown that he may view the dossier. */
export async function cardOfDossier({ db, now }: Call, dossierId: string): Promise<DossierCard | undefined> {
  const result = await findResult(db, dossierId)
  return result && cardOfResult(db, result, now)
}

/** From which step of the workflow, back or forward, and to which; null: out of the house. */
type Onwards = { stepKey: string; back: boolean; to: string | null }

/**
 * What must be true of a card before its dossier goes on: from the printing step on nothing goes forward before the card is printed with
 * its serial. To the return, where its citizen is told to come, and from there to him it goes only when it was handed over to the desk.
 * @throws Refusal `cards.not-printed`, `cards.not-delivered`.
 */
export function decideOnwards(
  card: Pick<DossierCard, 'state'> | undefined,
  { workflow }: Pick<ProcedureContent, 'workflow'>,
  { stepKey, back, to }: Onwards,
) {
  const steps = workflow?.steps ?? []
  const print = steps.findIndex((each) => each.kind === 'print')
  const here = steps.findIndex((each) => each.key === stepKey)
  if (!card || print < 0 || here < print || back) return
  if (card.state === 'waiting' || card.state === 'printing') throw new Refusal('cards.not-printed')
  const atDesk = to === null || steps.find((each) => each.key === to)?.kind === 'return'
  if (atDesk && card.state !== 'delivered') throw new Refusal('cards.not-delivered')
}

/** The same of a result: nothing is asked where it is no card. @throws Refusal */
export async function requireCardFor(
  { db, now }: Call,
  content: Pick<ProcedureContent, 'workflow'>,
  result: Granted,
  onwards: Onwards,
) {
  decideOnwards(await cardOfResult(db, result, now), content, onwards)
}
