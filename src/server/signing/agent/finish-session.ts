import { findPaper, type Paper } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keepSigned } from '../after-signing.ts'
import type { SigningHouse } from '../schema.ts'
import { takeTurn } from '../turn.ts'
import { numberGiven } from './finish-at-agent.ts'
import { agentCertificate } from './prepare-at-agent.ts'
import { isFresh } from './receive-signed.ts'
import { findReceived, findSession, takeSession } from './session-queries.ts'

const over = () => new Refusal('signing.session-over')

/** A signed file that came back for this place and that its signer has not laid in yet: his page was closed, or lost the answer. */
export async function receivedSession(
  { db, actor, now }: Call,
  of: { paperId: string; key: string; revision: number },
): Promise<{ id: string; notation: string | null } | undefined> {
  const found = await findReceived(db, { paperId: of.paperId, field: of.key, openedBy: actor.id })
  if (!found || found.paperRevision !== of.revision || !isFresh(found, now)) return undefined
  return { id: found.id, notation: found.notation }
}

/**
 * The signer, signed in, lays the file that his agent signed and that passed its check in the place of the paper. Everything that opening
 * asked is asked again; the number is given only now, and only the one that stands in the file.
 * @throws Refusal with the reason why the upload did not pass, or `signing.session-over`, `signing.agent-nothing-came`,
 *   `signing.agent-number-differs`.
 */
export async function finishSession(
  call: Call,
  house: SigningHouse,
  wish: { sessionId: string; documentNumber?: string },
): Promise<Paper> {
  const kept = /^[0-9a-f-]{36}$/.test(wish.sessionId) ? await findSession(call.db, { id: wish.sessionId }) : undefined
  if (!kept || kept.openedBy !== call.actor.id) throw over()
  if (kept.state === 'refused') throw new Refusal(kept.refusal!, kept.refusalFacts ?? {})
  const turn = await takeTurn(call, kept.paperId, kept.field)
  if (!isFresh(kept, call.now) || turn.paper.revision !== kept.paperRevision) throw over()
  if (kept.state === 'open') throw new Refusal('signing.agent-nothing-came')
  const said = wish.documentNumber?.trim()
  if (said && said !== kept.notation)
    throw new Refusal('signing.agent-number-differs', { said, notation: kept.notation ?? 'không có số' })
  const signer = await agentCertificate(call, house, turn)
  if (signer.certificateId !== kept.certificateId) throw over()
  await inTransaction(call, async (within) => {
    if (!(await takeSession(within.db, kept.id))) throw over()
    const numbering = await numberGiven(within, turn, kept)
    const signed = { fileSha256: kept.signedSha256!, certificateId: signer.certificateId, fileField: kept.signedField! }
    await keepSigned(within, house, turn, { ...signed, ...(numbering ? { numbering } : {}) })
  })
  return (await findPaper(call.db, { id: kept.paperId }))!
}
