import { findPaper, type Paper } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  buildSignedData,
  contentsDigits,
  type PdfSigner,
  signedAttributes,
  verifySignature,
} from '#server/signatures/index.ts'
import { keepSigned, type Numbering } from '../after-signing.ts'
import { refusingFaults } from '../format-refusals.ts'
import { giveNumber, numberBefore } from '../numbering.ts'
import { appended, storedSource, storeSigned } from '../paper-file.ts'
import type { SigningHouse } from '../schema.ts'
import { aboutEntry, seriesOf } from '../sign-paper.ts'
import { takeTurn, type Turn } from '../turn.ts'
import { agentCertificate, PREPARED_FOR } from './prepare-at-agent.ts'
import { findPreparation, type Preparation, takePreparation } from './preparation-queries.ts'

const stale = () => new Refusal('signing.preparation-stale')

/** The value as the agent gives it, in base64. @throws Refusal `signing.agent-value-wrong`. */
export function valueOf(text: string): Uint8Array {
  const words = text.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]{40,2800}={0,2}$/.test(words)) throw new Refusal('signing.agent-value-wrong')
  return new Uint8Array(Buffer.from(words, 'base64'))
}

/** The CMS around a value that the registered certificate made over exactly what was prepared. @throws Refusal `signing.agent-other-key`. */
async function contentsOf(kept: Preparation, signer: Omit<PdfSigner, 'sign'>, value: Uint8Array): Promise<Uint8Array> {
  const messageDigest = new Uint8Array(kept.messageDigest)
  const { certificate, algorithm } = signer
  const data = signedAttributes({ certificate, messageDigest })
  const outcome = await verifySignature({ algorithm, spki: certificate.spki, data, signature: value }).catch(
    () => 'bad',
  )
  if (outcome !== 'good') throw new Refusal('signing.agent-other-key')
  return buildSignedData({ ...signer, messageDigest, sign: async () => value })
}

/** The number foreseen is given now, or the preparation is stale: nobody's number is skipped, none is given twice. */
export async function numberGiven(
  within: Call,
  turn: Turn,
  kept: Pick<Preparation, 'notation'>,
): Promise<Numbering | undefined> {
  const series = seriesOf(turn)
  if (!series && kept.notation === null) return undefined
  const before = series && numberBefore(turn.paper, turn.sign.by)
  if (before && before.notation === kept.notation) return undefined
  const about = await aboutEntry(within, turn)
  const numbering = series && (await giveNumber(within, turn.paper.organisationId, series, about))
  if (numbering?.notation !== kept.notation) throw stale()
  return numbering
}

/**
 * Lays a signature value that a token at the signer's machine made into what was prepared for it. Everything that `prepareAtAgent` asked is
 * asked again: the right, the turn, the certificate. What was prepared for another revision, day, number or person is refused.
 * @throws Refusal `signing.preparation-stale`, `signing.agent-other-key`.
 */
export async function finishAtAgent(
  call: Call,
  house: SigningHouse,
  wish: { preparationId: string; value: string },
): Promise<Paper> {
  const kept = /^[0-9a-f-]{36}$/.test(wish.preparationId)
    ? await findPreparation(call.db, wish.preparationId)
    : undefined
  if (!kept || kept.preparedBy !== call.actor.id) throw stale()
  const isOld = call.now.getTime() - kept.preparedAt.getTime() > PREPARED_FOR
  // The date that was laid into the paper is the day of Viet Nam on which it was prepared.
  const isOtherDay = vietnamDate(kept.preparedAt) !== vietnamDate(call.now)
  const turn = await takeTurn(call, kept.paperId, kept.field)
  if (isOld || isOtherDay || turn.paper.revision !== kept.paperRevision) throw stale()
  const signer = await agentCertificate(call, house, turn)
  if (signer.certificateId !== kept.certificateId) throw stale()
  const contents = await contentsOf(kept, signer, valueOf(wish.value))
  const tail = new Uint8Array(kept.tail)
  tail.set(contentsDigits(contents, kept.room), kept.contentsAt)
  const stored = await storedSource(house.dataDir, turn.paper.fileSha256)
  try {
    await inTransaction(call, async (within) => {
      if (!(await takePreparation(within.db, kept.id))) throw stale()
      const numbering = await numberGiven(within, turn, kept)
      const files = { before: stored, after: appended(stored, tail) }
      const file = await refusingFaults(() => storeSigned(within.db, house.dataDir, files, call.now))
      const signed = { fileSha256: file.sha256, certificateId: signer.certificateId }
      await keepSigned(within, house, turn, { ...signed, ...(numbering ? { numbering } : {}) })
    })
  } finally {
    await stored.close()
  }
  return (await findPaper(call.db, { id: kept.paperId }))!
}
