import type { Call } from '#server/platform/call.ts'
import { errorFacts, log } from '#server/platform/log.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openSigner } from './open-signer.ts'
import { noteFailure } from './request-queries.ts'
import type { Signer, SigningHouse, SignsBy } from './schema.ts'
import { givenCode } from './second-factor.ts'
import { certificateToSeal, sealTurn } from './seal-paper.ts'
import { certificateToSign, signTurn } from './sign-paper.ts'
import { requireSignedBefore, signsBy, takeTurn } from './turn.ts'

export type ToSignMany = { papers: readonly { paperId: string; key: string }[]; secret: string; oneTimeCode?: string }
export type Outcome = { paperId: string; key: string; done: boolean; code?: string; facts?: Record<string, unknown> }

/** A defect at one paper: logged, and an outcome of its own, so that the signer learns of those that are signed already. */
function unexpected(error: unknown, paperId: string): Refusal {
  log('error', 'a paper of many was not signed', { paper: paperId, ...errorFacts(error) })
  return new Refusal('signing.broke')
}

export const MOST_AT_ONCE = 200
const AT_ONCE = 2

/**
 * Signs or seals many papers with one PIN (ký lô, đóng dấu lô): each has its own outcome, and what failed stays waiting with its reason, to
 * be repeated. A wrong PIN refuses all at once and is counted once. Numbers are given in the order of the list.
 */
export async function signMany(call: Call, house: SigningHouse, wish: ToSignMany): Promise<Outcome[]> {
  if (wish.papers.length > MOST_AT_ONCE) throw new Refusal('signing.too-many', { most: MOST_AT_ONCE })
  const signers = new Map<string, Promise<Signer>>()
  const code = givenCode(call, house, wish.oneTimeCode)
  const open = async (certificateId: string, by: SignsBy) => {
    let opened = signers.get(certificateId)
    if (!opened) {
      opened = openSigner(call, house, { certificateId, by, secret: wish.secret, code })
      signers.set(certificateId, opened)
    }
    const signer = await opened
    // A list that begins with a slip asks for the second factor at the first decision.
    await code.proveFor(by, signer.keyKind)
    return signer
  }
  // `fatal`: a PIN that was wrong is not tried again on the next paper.
  let fatal: Refusal | undefined
  const one = async ({ paperId, key }: { paperId: string; key: string }): Promise<Outcome> => {
    try {
      if (fatal) throw fatal
      const turn = await takeTurn(call, paperId, key)
      const by = signsBy(turn)
      const isSeal = by === 'seal'
      if (isSeal) requireSignedBefore(turn)
      const certificateId = isSeal
        ? await certificateToSeal(call, house, turn.paper.organisationId)
        : await certificateToSign(call, house)
      let signer: Signer
      try {
        signer = await open(certificateId, by)
      } catch (error) {
        if (error instanceof Refusal) fatal = error
        throw error
      }
      await (isSeal ? sealTurn : signTurn)(call, house, turn, signer)
      return { paperId, key, done: true }
    } catch (error) {
      const refusal = error instanceof Refusal ? error : unexpected(error, paperId)
      if (refusal !== fatal) await noteFailure(call.db, { paperId, field: key }, refusal.code)
      return { paperId, key, done: false, code: refusal.code, facts: refusal.facts }
    }
  }
  try {
    const outcomes: Outcome[] = []
    for (let at = 0; at < wish.papers.length; at += AT_ONCE)
      outcomes.push(...(await Promise.all(wish.papers.slice(at, at + AT_ONCE).map(one))))
    if (fatal && outcomes.every((each) => !each.done)) throw fatal
    return outcomes
  } finally {
    for (const signer of signers.values()) await signer.then((each) => each.close()).catch(() => {})
  }
}
