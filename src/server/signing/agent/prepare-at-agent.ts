import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { preparePdf, signedAttributes } from '#server/signatures/index.ts'
import { refusingFaults } from '../format-refusals.ts'
import { foreseeNumber, numberBefore, numberFills } from '../numbering.ts'
import { isAtAgent, usableCertificate } from '../open-signer.ts'
import { nodeHash, storedSource } from '../paper-file.ts'
import { withPlaces } from '../places.ts'
import { findKeyOf } from '../queries.ts'
import type { SigningHouse } from '../schema.ts'
import { certificateToSeal, looksToSeal } from '../seal-paper.ts'
import { certificateToSign, looksToSign, seriesOf } from '../sign-paper.ts'
import { requireSignedBefore, takeTurn, type Turn } from '../turn.ts'
import { insertPreparation, removePreparations } from './preparation-queries.ts'

/** A signer who fetches his token has this long; after that the page prepares anew. */
export const PREPARED_FOR = 10 * 60_000

export type PreparedAtAgent = {
  id: string
  /** The signed attributes (DER, base64): what the token signs. */
  content: string
  /** Whether an RSA key signs with PSS, as TT 15/2025/TT-BKHCN wants. */
  isPss: boolean
  /** The number foreseen; another one is given when somebody numbers a paper first, and this is prepared anew. */
  notation: string | null
}

/** The certificate of this place whose key is on a token at the signer's machine. @throws Refusal `signing.key-not-at-agent`. */
export async function agentCertificate(call: Call, house: SigningHouse, turn: Turn) {
  if (turn.sign.by === 'seal') requireSignedBefore(turn)
  const certificateId =
    turn.sign.by === 'seal'
      ? await certificateToSeal(call, house, turn.paper.organisationId)
      : await certificateToSign(call, house)
  const usable = await usableCertificate(call, house, certificateId)
  if (!isAtAgent(house, await findKeyOf(call.db, certificateId))) throw new Refusal('signing.key-not-at-agent')
  return usable
}

/**
 * Prepares a signature whose key is on the USB token of the signer (thiết bị lưu khóa bí mật): file, appearance, number and date are laid
 * out here and kept; the browser carries the attributes to the agent and the value back to `finishAtAgent`. The paper does not change.
 */
export async function prepareAtAgent(
  call: Call,
  house: SigningHouse,
  wish: { paperId: string; key: string },
): Promise<PreparedAtAgent> {
  const turn = await takeTurn(call, wish.paperId, wish.key)
  const signer = await agentCertificate(call, house, turn)
  const { paper, place } = turn
  const series = seriesOf(turn)
  const numbering =
    series && (numberBefore(paper, turn.sign.by) ?? (await foreseeNumber(call, paper.organisationId, series)))
  const looks = await (turn.sign.by === 'seal' ? looksToSeal : looksToSign)(call, house, turn)
  const fills = numbering ? await numberFills(paper, turn.places, numbering, call.now) : []
  const stored = await storedSource(house.dataDir, paper.fileSha256)
  try {
    return await refusingFaults(async () => {
      const source = await withPlaces(stored, turn.places)
      const about = { source, signer, field: place.name, place, at: call.now, newHash: nodeHash, fills }
      const { prepared, messageDigest } = await preparePdf({ ...about, ...looks })
      const before = await source.read(stored.size, source.size)
      const id = newId(call.now)
      const notation = numbering?.notation ?? null
      const mine = { paperId: paper.id, field: place.name, preparedBy: call.actor.id }
      await inTransaction(call, async (within) => {
        await removePreparations(within.db, { ...mine, before: new Date(call.now.getTime() - PREPARED_FOR) })
        await insertPreparation(within.db, {
          ...{ id, ...mine, paperRevision: paper.revision, certificateId: signer.certificateId, notation },
          ...{ tail: Buffer.concat([before, prepared.increment]), room: prepared.room, preparedAt: call.now },
          ...{ contentsAt: before.length + prepared.contentsAt, messageDigest: Buffer.from(messageDigest) },
        })
        recordAudit(within, 'signing.prepared', paper.organisationId, paper.id, { place: place.name })
      })
      const attributes = signedAttributes({ certificate: signer.certificate, messageDigest })
      const isPss = signer.algorithm.kind === 'rsa-pss'
      return { id, content: Buffer.from(attributes).toString('base64'), isPss, notation }
    })
  } finally {
    await stored.close()
  }
}
