import { ruleSetOn } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { feesFor, getVersion, type ProcedureContent } from '#server/procedures/index.ts'
import { completionData, declineData } from './data/at-the-desk.ts'
import { controlData } from './data/control.ts'
import { declarationOf } from './data/declaration.ts'
import { askWords, feeWords, receiptData, takenIn } from './data/receipt.ts'
import { eventOf, issuerOf, officialOf, stepNames } from './facts.ts'
import { FORM_OF, type FormGeneration, SERIES_OF, type Slip, slipNumber } from './schema.ts'

const ABOUT: Record<string, string[]> = {
  receipt: ['accepted'],
  completion: ['completion-asked'],
  decline: ['declined', 'handed-over'],
  control: ['accepted', 'filed'],
}

/** Which template a slip is set with and what it says: nothing of it depends on who asks or when, so that asking twice says the same. */
export async function slipData(
  { db }: Call,
  view: DossierView,
  slip: Slip,
  generation: FormGeneration,
): Promise<{ templateKey: string; data: Record<string, unknown> }> {
  const { dossier } = view
  const { content } = await getVersion(db, dossier.procedureVersionId)
  const { kind } = slip
  if (kind === 'declaration') {
    const { answers, receivingId, code, filedAt: at } = dossier
    return declarationOf(db, content, { answers, receivingId, code, at })
  }
  const day = vietnamDate(dossier.filedAt)
  const event = eventOf(view, ...ABOUT[kind]!)
  const issued = {
    issuer: await issuerOf(db, dossier, day),
    number: slipNumber(slip.number ?? 0, SERIES_OF[generation][kind]),
    at: event && kind !== 'control' ? event.at : slip.issuedAt,
    receiver: await officialOf(db, event),
  }
  const templateKey = FORM_OF[generation][kind]
  if (kind === 'completion') return { templateKey, data: completionData(view, issued, slip.occasion) }
  if (kind === 'decline') return { templateKey, data: declineData(view, issued) }
  if (kind === 'control')
    return {
      templateKey,
      data: controlData(view, issued, {
        cooperating: content.cooperatingBodies,
        names: await stepNames(db, dossier.id),
      }),
    }
  const { cutOff } = (await ruleSetOn(db, day)).settings
  const limit = event?.facts.limit as { amount: number; unit: string } | undefined
  return {
    templateKey,
    data: receiptData(view, issued, { limit: limit ?? null, cutOff, due: feeDue(content, dossier) }),
  }
}

/** What the procedure asks of this dossier, in đồng. */
const feeDue = (content: ProcedureContent, { answers, channel, filedAt }: DossierView['dossier']): number =>
  feesFor(content, { answers, channel: channel as 'online', groups: [], on: vietnamDate(filedAt) }).reduce(
    (sum, fee) => sum + (fee.total ?? 0),
    0,
  )

/** What a receipt says of a dossier, for the page it is printed from: what came, what did not, what is owed, whom to ask. */
export async function receiptFacts({ db }: Call, view: DossierView) {
  const { dossier } = view
  const { content } = await getVersion(db, dossier.procedureVersionId)
  const issuer = await issuerOf(db, dossier, vietnamDate(dossier.filedAt))
  const fee = feeWords(dossier, feeDue(content, dossier))
  return { ...takenIn(view), fee, desk: issuer.desk, ask: askWords(issuer) }
}
