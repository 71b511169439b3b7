import { factsForBook, findPaper, findTemplateVersion, type Paper } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keepSigned } from './after-signing.ts'
import { giveNumber, numberBefore, numberFills, type Series } from './numbering.ts'
import { openSigner } from './open-signer.ts'
import { setSignature } from './pictures/pictures.ts'
import { givenCode } from './second-factor.ts'
import type { Signer, SigningHouse } from './schema.ts'
import { signsBy, takeTurn, type Turn } from './turn.ts'
import { type Looks, writeSignature } from './write-signature.ts'

export type SignPaper = { paperId: string; key: string; secret: string; oneTimeCode?: string; reason?: string }

/** The certificate of the post somebody acts as: it follows the post, never the person. @throws Refusal `signing.no-certificate`. */
export async function certificateToSign(call: Call, house: SigningHouse): Promise<string> {
  const { postId } = call.actor
  if (!postId) throw new Refusal('signing.no-right')
  const find = () => house.register.certificateOfPost(call.db, postId, call.now, call.actor.id)
  let certificate = await find()
  if (!certificate && house.makeDemonstrationKey) {
    await house.makeDemonstrationKey(call, { postId })
    certificate = await find()
  }
  if (!certificate) {
    const why = await house.register.whyNone(call.db, { postId, accountId: call.actor.id }, call.now)
    throw new Refusal(why ?? 'signing.no-certificate')
  }
  if (certificate.postId !== postId) throw new Refusal('signing.certificate-of-other-post')
  return certificate.id
}

/**
 * Signs a place of a paper as the post of the actor (ký số): the leader, the head of the handling agency, or the receiving official. The
 * key's PIN stays in the memory of this request. Timestamp and revocation data are added by a job.
 * @throws Refusal with a sentence for everything that is in the way.
 */
export async function signPaper(call: Call, house: SigningHouse, command: SignPaper): Promise<Paper> {
  const turn = await takeTurn(call, command.paperId, command.key)
  if (turn.sign.by === 'seal') throw new Refusal('signing.no-right')
  const signer = await openSigner(call, house, {
    ...{ certificateId: await certificateToSign(call, house), by: signsBy(turn), secret: command.secret },
    code: givenCode(call, house, command.oneTimeCode),
  })
  try {
    return await signTurn(call, house, turn, signer, command.reason)
  } finally {
    await signer.close()
  }
}

/**
 * What the eye sees of a person's signature, and the certification (DocMDP 2: further signatures and the fields reserved
 * for them) that the first one of a paper carries, be it initials. */
export async function looksToSign(call: Call, house: SigningHouse, turn: Turn, reason?: string): Promise<Looks> {
  const picture = await setSignature(
    call.db,
    {
      ...{ accountId: call.actor.id, name: call.actor.name, rect: turn.place.rect },
      ...{ isDemonstration: house.isDemonstration, isInitials: turn.sign.by === 'initials' },
    },
    call.now,
  )
  return {
    ...(picture ? { picture } : {}),
    ...(turn.jobs.length === 0 ? { certify: 2 as const } : {}),
    reason: reason ?? turn.paper.title,
  }
}

/** The series that the request names; a place without a request, or one that says nothing, counts in none. */
export const seriesOf = ({ request }: Turn): Series | undefined =>
  request?.series && request.symbol ? { series: request.series, symbol: request.symbol } : undefined

/** What the book says of a paper: its title, itself, and what its template lets the book keep. */
export async function aboutEntry({ db }: Call, { paper }: Turn) {
  const version = await findTemplateVersion(db, paper.templateVersionId)
  return { subject: paper.title, paperId: paper.id, facts: factsForBook(version?.schema ?? {}, paper.data) }
}

/** The act itself, with a key that is open. A slip that counts in a series of its own gets number and date in the same revision. */
export async function signTurn(
  call: Call,
  house: SigningHouse,
  turn: Turn,
  signer: Signer,
  reason?: string,
): Promise<Paper> {
  const looks = await looksToSign(call, house, turn, reason)
  const series = seriesOf(turn)
  if (series) await numberAndSign(call, house, turn, signer, looks, series)
  else {
    const fileSha256 = await writeSignature(call.db, house, turn, signer, looks, call.now)
    await inTransaction(call, (within) =>
      keepSigned(within, house, turn, { fileSha256, certificateId: signer.certificateId }),
    )
  }
  return (await findPaper(call.db, { id: turn.paper.id }))!
}

/** Number, date and signature in one revision and one transaction: an act that fails gives its number back. */
export async function numberAndSign(
  call: Call,
  house: SigningHouse,
  turn: Turn,
  signer: Signer,
  looks: Looks,
  series: Series,
) {
  const before = numberBefore(turn.paper, turn.sign.by)
  await inTransaction(call, async (within) => {
    const given = before
      ? undefined
      : await giveNumber(within, turn.paper.organisationId, series, await aboutEntry(within, turn))
    const fills = await numberFills(turn.paper, turn.places, before ?? given!, call.now)
    const fileSha256 = await writeSignature(within.db, house, turn, signer, { ...looks, fills }, call.now)
    const { certificateId } = signer
    await keepSigned(within, house, turn, { fileSha256, certificateId, ...(given ? { numbering: given } : {}) })
  })
}
