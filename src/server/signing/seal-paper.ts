import { loadDirectory } from '#server/directory/index.ts'
import { findPaper, type Paper } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { keepSigned } from './after-signing.ts'
import { dateFills, type Series } from './numbering.ts'
import { openSigner } from './open-signer.ts'
import { setSeal } from './pictures/pictures.ts'
import { givenCode } from './second-factor.ts'
import type { Signer, SigningHouse } from './schema.ts'
import { numberAndSign, seriesOf } from './sign-paper.ts'
import { requireSignedBefore, takeTurn, type Turn } from './turn.ts'
import { type Looks, writeSignature } from './write-signature.ts'

export type SealPaper = {
  paperId: string
  key: string
  secret: string
  oneTimeCode?: string
  /** What the request says, unless it says nothing. */
  numbering?: Series
}

/** The certificate of the organisation whose seal it is. @throws Refusal `signing.no-seal-certificate`. */
export async function certificateToSeal(call: Call, house: SigningHouse, organisationId: string): Promise<string> {
  const find = () => house.register.certificateOfOrganisation(call.db, organisationId, call.now)
  let certificate = await find()
  if (!certificate && house.makeDemonstrationKey) {
    await house.makeDemonstrationKey(call, { organisationId })
    certificate = await find()
  }
  if (!certificate)
    throw new Refusal(
      (await house.register.whyNone(call.db, { organisationId }, call.now)) ?? 'signing.no-seal-certificate',
    )
  return certificate.id
}

/**
 * Seals a paper (đóng dấu): number and date of the series, the red seal over a third of the leader's signature, and the agency's
 * signature that locks all of it, in one revision (NĐ 30/2020 art. 15, 32). Only after everybody who must sign has signed.
 */
export async function sealPaper(call: Call, house: SigningHouse, command: SealPaper): Promise<Paper> {
  const turn = await takeTurn(call, command.paperId, command.key)
  if (turn.sign.by !== 'seal') throw new Refusal('signing.no-right')
  requireSignedBefore(turn)
  const signer = await openSigner(call, house, {
    certificateId: await certificateToSeal(call, house, turn.paper.organisationId),
    ...{ by: 'seal', secret: command.secret, code: givenCode(call, house, command.oneTimeCode) },
  })
  try {
    return await sealTurn(call, house, turn, signer, command.numbering)
  } finally {
    await signer.close()
  }
}

/** What the eye sees of a seal, and the lock over all fields that comes with it. */
export async function looksToSeal(call: Call, house: SigningHouse, { paper, jobs }: Turn): Promise<Looks> {
  const name = (await loadDirectory(call.db)).organisation(paper.organisationId)?.name ?? paper.organisationId
  const picture = await setSeal(
    call.db,
    { organisationId: paper.organisationId, name, isDemonstration: house.isDemonstration },
    call.now,
  )
  return {
    ...(picture ? { picture } : {}),
    lock: true,
    ...(jobs.length === 0 ? { certify: 2 as const } : {}),
    reason: `Đóng dấu, phát hành: ${paper.title}`,
  }
}

export async function sealTurn(
  call: Call,
  house: SigningHouse,
  turn: Turn,
  signer: Signer,
  asked?: Series,
): Promise<Paper> {
  const looks = await looksToSeal(call, house, turn)
  const series = seriesOf(turn) ?? asked
  if (series) await numberAndSign(call, house, turn, signer, looks, series)
  else {
    const fills = await dateFills(turn.paper, turn.places, vietnamDate(call.now), call.now)
    const fileSha256 = await writeSignature(call.db, house, turn, signer, { ...looks, fills }, call.now)
    await inTransaction(call, (within) =>
      keepSigned(within, house, turn, { fileSha256, certificateId: signer.certificateId }),
    )
  }
  return (await findPaper(call.db, { id: turn.paper.id }))!
}
