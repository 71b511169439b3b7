import { changePaperFile, type Paper } from '#server/papers/index.ts'
import { announce } from '#server/platform/announcements.ts'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { addJob } from '#server/platform/jobs.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { paperSealed, paperSigned } from './announcements.ts'
import { endRequest, insertSignatureJob } from './request-queries.ts'
import type { SigningHouse } from './schema.ts'
import type { Turn } from './turn.ts'

export const COMPLETE_SIGNATURE = 'complete-signature'
/**
 * A number as it was given: how it is written (`05`), with its symbol (`05/QĐ-UBND`), the volume of its book
 * (quyển số `01/2026-SCT/BS`), and whether a paper shows that volume apart.
 */
export type Numbering = {
  number: number
  shown: string
  notation: string
  book: string
  besideBook: string | null
  numberedOn: string
}

export const aboutPaper = (paper: Paper) => ({
  ...{ paperId: paper.id, organisationId: paper.organisationId },
  ...{ subjectKind: paper.subjectKind, subjectId: paper.subjectId },
})

/**
 * Asks a certificate once more in the transaction that keeps what it signed, and holds it: one that was revoked, or whose holder left the
 * post, since the key was opened keeps nothing. @throws Refusal of the register.
 */
export async function requireStanding({ db, actor, now }: Call, house: SigningHouse, certificateId: string) {
  const acting = { accountId: actor.id, postId: actor.postId ?? '' }
  const stopped = await house.register.whyStopped(db, certificateId, acting, now)
  if (stopped) throw new Refusal(stopped)
}

/**
 * The paper gets its signed file, all in one transaction: the row by its revision, the request done, the job that completes the
 * signature, the audit entry and the announcement. @throws Refusal `signing.paper-changed` when somebody was first.
 */
export async function keepSigned(
  within: Call,
  house: SigningHouse,
  { paper, place, sign }: Turn,
  signed: { fileSha256: string; certificateId: string; numbering?: Numbering; fileField?: string },
) {
  const { now, actor } = within
  const { numbering } = signed
  await requireStanding(within, house, signed.certificateId)
  const change = {
    ...{ fileSha256: signed.fileSha256, state: 'signing' as const, what: sign.by === 'seal' ? 'sealed' : 'signed' },
    ...(numbering ? { number: numbering.number, notation: numbering.notation, numberedOn: numbering.numberedOn } : {}),
  }
  if (!(await changePaperFile(within.db, paper, change, now, actor.id))) throw new Refusal('signing.paper-changed')
  const field = place.name
  await endRequest(within.db, { paperId: paper.id, field }, 'done', actor.id, now)
  const id = newId(now)
  const fileField = signed.fileField && signed.fileField !== field ? signed.fileField : null
  await insertSignatureJob(within.db, {
    ...{ id, paperId: paper.id, field, signedAt: now, signedBy: actor.id, fileField },
    certificateId: signed.certificateId,
  })
  await addJob(within.db, COMPLETE_SIGNATURE, { id }, { key: `${COMPLETE_SIGNATURE} ${id}` })
  recordAudit(within, sign.by === 'seal' ? 'signing.sealed' : 'signing.signed', paper.organisationId, paper.id, {
    ...{ place: field, certificate: signed.certificateId, file: signed.fileSha256 },
    ...(signed.numbering ? { number: signed.numbering.notation } : {}),
  })
  const about = { ...aboutPaper(paper), field }
  if (sign.by === 'seal') {
    const { number, notation } = signed.numbering ?? paper
    announce(within, paperSealed, { ...about, number, notation, sealedBy: actor.id })
  } else announce(within, paperSigned, { ...about, signedBy: actor.id })
}
