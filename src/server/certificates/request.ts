import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { chainFor } from './approval-chain.ts'
import { findHolder } from './queries.ts'
import { addStep, insertRequest, isIssueWaiting, lockIssueOf } from './request-queries.ts'
import { isOwn, mayDecide, takeCertificate } from './rights.ts'
import {
  type CertificateRequest,
  type CertificateRow,
  type CertificateState,
  REQUEST_KINDS,
  RequestCertificate,
  type RequestKind,
  type RequestPayload,
  type Step,
} from './schema.ts'

/** In which states of a certificate a request makes sense. */
export const ASKED_IN: Record<Exclude<RequestKind, 'issue'>, readonly CertificateState[]> = {
  ...{ renew: ['active', 'suspended'], change: ['active'], suspend: ['active'], resume: ['suspended'] },
  ...{ revoke: ['active', 'suspended'], unlock: ['active'], loss: ['active', 'suspended'] },
  handover: ['active', 'suspended'],
}

/** Whether a request fits a certificate: its state, and that a certificate is replaced once. */
export function decideAsked(
  kind: Exclude<RequestKind, 'issue'>,
  { state, replacedBy }: Pick<CertificateRow, 'state' | 'replacedBy'>,
): Refusal | null {
  if (!ASKED_IN[kind].includes(state)) return new Refusal('certificates.wrong-state', { state })
  if (replacedBy && (kind === 'renew' || kind === 'change')) return new Refusal('certificates.replaced')
  return null
}

/** A request as a form sends it: what is missing is said by name. */
export function readRequest(given: RequestCertificate): RequestCertificate | Refusal {
  const { kind, payload } = given
  if (!(REQUEST_KINDS as readonly string[]).includes(kind) || (kind as string) === 'loss')
    return new Refusal('certificates.kind-missing')
  if (kind === 'issue' && !given.organisationId) return new Refusal('certificates.whom-missing')
  if (kind === 'change' && !payload.wanted?.trim()) return new Refusal('certificates.wanted-missing')
  if (!payload.reason.trim()) return new Refusal('certificates.reason-missing')
  return RequestCertificate.parse(given)
}

type Whose = Pick<CertificateRequest, 'subject' | 'organisationId' | 'postId' | 'certificateId'>

/** Enters a request in its chain. The head who asks has agreed for the unit. @throws Refusal `certificates.already-asked`. */
export async function enterRequest(within: Call, kind: RequestKind, whose: Whose, payload: RequestPayload) {
  const chain = await chainFor(within.db, kind, vietnamDate(within.now))
  const { actor, now } = within
  const agreed = chain[0] === 'unit' && (await mayDecide(within, 'unit', whose.organisationId))
  const row: CertificateRequest = {
    ...{ id: newId(now), kind, state: 'waiting', chain, step: agreed ? 1 : 0, ...whose, payload },
    ...{ askedBy: actor.id, askedByName: actor.name, askedAt: now, revision: 1 },
  }
  if (!(await insertRequest(within.db, row))) throw new Refusal('certificates.already-asked')
  await addStep(within, row.id, { step: 'request', outcome: 'asked', note: payload.reason })
  if (agreed) await addStep(within, row.id, { step: 'unit' satisfies Step, outcome: 'approved' })
  recordAudit(within, 'certificates.requested', whose.organisationId, row.id, {
    kind,
    certificate: whose.certificateId,
  })
  return row
}

/** For whom a new certificate is asked. @throws Refusal where post and unit do not fit, the post is vacant, or one is asked already. */
async function whoseNew(within: Call, organisationId: string, postId: string | undefined): Promise<Whose> {
  const on = vietnamDate(within.now)
  if (!(await loadDirectory(within.db, on)).organisation(organisationId))
    throw new Refusal('certificates.unknown-organisation')
  if (!may(within.actor, 'certificates.request', organisationId)) throw new Refusal('certificates.no-right')
  if (postId) {
    const post = (await loadPosts(within.db, on)).all.get(postId)
    if (!post) throw new Refusal('certificates.unknown-post')
    if (post.organisationId !== organisationId) throw new Refusal('certificates.post-elsewhere')
    if (!(await findHolder(within.db, postId, on))) throw new Refusal('certificates.post-vacant', { post: post.title })
  }
  await lockIssueOf(within.db, organisationId, postId ?? null)
  if (await isIssueWaiting(within.db, organisationId, postId ?? null)) throw new Refusal('certificates.already-asked')
  return { subject: postId ? 'person' : 'organisation', organisationId, postId: postId ?? null, certificateId: null }
}

/**
 * Asks for a certificate or for a change of one (đề nghị cấp, gia hạn, thay đổi thông tin, tạm dừng, dùng lại, thu hồi, mở khóa PIN, bàn
 * giao; NĐ 130/2018): by the unit's records clerk or head, or by the holder for his own.
 */
export const requestCertificate = (call: Call, given: RequestCertificate): Promise<CertificateRequest> =>
  inTransaction(call, async (within) => {
    const command = readRequest(given)
    if (command instanceof Refusal) throw command
    if (command.kind === 'issue') {
      const whose = await whoseNew(within, command.organisationId, command.postId)
      return enterRequest(within, 'issue', whose, command.payload)
    }
    const certificate = await takeCertificate(within, command.certificateId)
    const { id, kind, organisationId, postId } = certificate
    if (!isOwn(within, certificate) && !may(within.actor, 'certificates.request', organisationId))
      throw new Refusal('certificates.no-right')
    const refusal = decideAsked(command.kind, certificate)
    if (refusal) throw refusal
    const whose = { subject: kind, organisationId, postId, certificateId: id }
    return enterRequest(within, command.kind, whose, command.payload)
  })
