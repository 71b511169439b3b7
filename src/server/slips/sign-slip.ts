import { findViewableId } from '#server/dossiers/index.ts'
import { findPaper, type Paper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { placesOf, signPaper, type SigningHouse } from '#server/signing/index.ts'
import { findLatestSlip } from './queries.ts'
import { SLIP_TITLE, type SlipKind } from './schema.ts'

/**
 * The receiving official signs a slip (ký giấy hẹn, phiếu) that is set, with his own certificate and without seal (TT 01/2018 art. 6, form 01-03).
 * Signed already, it is the same paper. @throws Refusal `slips.none`, and those of `signPaper`.
 */
export async function signSlip(
  call: Call,
  house: SigningHouse,
  { code, kind, secret, oneTimeCode }: { code: string; kind: SlipKind; secret: string; oneTimeCode?: string },
): Promise<Paper> {
  const dossierId = await findViewableId(call, code)
  const slip = await findLatestSlip(call.db, dossierId, kind)
  const paper = slip?.paperId ? await findPaper(call.db, { id: slip.paperId }) : undefined
  if (!paper) throw new Refusal('slips.none', { kind: SLIP_TITLE[kind] })
  if (paper.state !== 'set') return paper
  const { signs } = await placesOf(call.db, paper)
  const place = signs.find((each) => each.by === 'receiver')
  if (!place) throw new Refusal('signing.no-place', { key: 'receiver' })
  return signPaper(call, house, {
    ...{ paperId: paper.id, key: place.key, secret, reason: paper.title },
    ...(oneTimeCode ? { oneTimeCode } : {}),
  })
}
