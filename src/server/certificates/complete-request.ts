import { recordAudit } from '#server/platform/audit.ts'
import { announce, announcement } from '#server/platform/announcements.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Certificate } from '#server/signatures/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { Authority } from './authority/open.ts'
import { applyChange } from './change-state.ts'
import { takeRequest } from './decide-request.ts'
import { issueDemonstration } from './issue-demonstration.ts'
import { addEvent, findCertificateForUpdate, findHolder, isAppointed, markReplaced } from './queries.ts'
import { recordIssued } from './record-issued.ts'
import { decideAsked, enterRequest } from './request.ts'
import { addStep, markCertificateOfRequest, moveRequest } from './request-queries.ts'
import { mayDecide } from './rights.ts'
import type { CertificateRequest, CertificateRow, RequestKind } from './schema.ts'
import { tellAsker, tellHolder } from './tell.ts'

/** Told when the PIN of a certificate's key may be tried again: module signing opens the key it had locked. */
export const pinUnlocked = announcement<{ certificateId: string }>('certificates.pin-unlocked')

/** What came of a request that makes a certificate: a key for the demonstration authority, or what an external authority sent back. */
export type Outcome =
  | { by: 'demonstration'; authority: Authority; publicKeySpki: Uint8Array; keyId?: string | null }
  | { by: 'external'; certificate: Certificate; tokenSerial?: string | null }
export type CompleteRequest = { requestId: string; revision: number; note: string; outcome?: Outcome | undefined }

async function made(within: Call, request: CertificateRequest, outcome: Outcome | undefined): Promise<CertificateRow> {
  if (!outcome) throw new Refusal('certificates.certificate-missing')
  const { organisationId, postId } = request
  if (outcome.by === 'external') {
    const { certificate, tokenSerial } = outcome
    const whose = { organisationId, postId, tokenSerial: tokenSerial ?? request.payload.tokenSerial ?? null }
    return recordIssued(within, certificate, { ...whose, reason: 'issued' })
  }
  const { authority, publicKeySpki, keyId } = outcome
  const whose = postId ? { postId } : { organisationId }
  return issueDemonstration(within, authority, { ...whose, publicKeySpki, keyId: keyId ?? null })
}

/** Only whoever still holds the post gets his certificate renewed or changed. @throws Refusal `certificates.left-post`. */
async function requireHolder({ db, now }: Call, { postId, personId }: CertificateRow) {
  if (postId && personId && !(await isAppointed(db, postId, personId, vietnamDate(now))))
    throw new Refusal('certificates.left-post')
}

/** A person's certificate bears his name: it ends, and one is asked for who holds the post now. An organisation's goes to another keeper. */
async function handOver(within: Call, request: CertificateRequest, certificate: CertificateRow) {
  if (certificate.kind !== 'person' || !certificate.postId)
    return addEvent(within, certificate.id, 'handover', request.payload.reason)
  const today = vietnamDate(within.now)
  if (await isAppointed(within.db, certificate.postId, certificate.personId ?? '', today))
    throw new Refusal('certificates.still-holds', { holder: certificate.holder })
  const note = request.payload.reason
  await applyChange(within, certificate, 'revoke', { reason: 'affiliationChanged', note, requestId: request.id })
  const holder = await findHolder(within.db, certificate.postId, today)
  if (!holder) return
  const { organisationId, postId } = certificate
  const reason = `Bàn giao chức vụ: cấp cho ${holder.fullName}`
  await enterRequest(within, 'issue', { subject: 'person', organisationId, postId, certificateId: null }, { reason })
}

/** What a request about a certificate does to it; a certificate changed or renewed is kept and says by which it is replaced. */
async function carryOut(
  within: Call,
  request: CertificateRequest,
  kind: Exclude<RequestKind, 'issue'>,
  old: CertificateRow,
  outcome: Outcome | undefined,
): Promise<CertificateRow | undefined> {
  const refusal = decideAsked(kind, old)
  if (refusal) throw refusal
  const { payload, id: requestId } = request
  const of = { note: payload.reason, requestId }
  if (kind === 'renew' || kind === 'change') {
    await requireHolder(within, old)
    const fresh = await made(within, request, outcome)
    await markReplaced(within.db, old.id, fresh.id)
    if (kind === 'change') await applyChange(within, old, 'revoke', { ...of, reason: 'superseded' })
    else await addEvent(within, old.id, 'renewed', payload.reason)
    return fresh
  }
  if (kind === 'suspend' || kind === 'resume') await applyChange(within, old, kind, of)
  else if (kind === 'revoke' || kind === 'loss')
    await applyChange(within, old, 'revoke', { ...of, reason: payload.revocation ?? 'unspecified' })
  else if (kind === 'handover') await handOver(within, request, old)
  else {
    await addEvent(within, old.id, 'unlock', payload.reason)
    announce(within, pinUnlocked, { certificateId: old.id })
  }
  return undefined
}

/**
 * Carries a request out at the authority (thực hiện): the last step of its chain. The old certificate of a change is revoked, the old one
 * of a renewal runs out. Who asked and who holds the certificate are told.
 */
export const completeRequest = (call: Call, command: CompleteRequest): Promise<CertificateRow | undefined> =>
  inTransaction(call, async (within) => {
    const request = await takeRequest(within, command)
    if (request.state !== 'waiting') throw new Refusal('certificates.not-waiting')
    if (request.chain[request.step] !== 'authority') throw new Refusal('certificates.not-agreed')
    if (!(await mayDecide(within, 'authority', request.organisationId))) throw new Refusal('certificates.no-right')
    const old = request.certificateId ? await findCertificateForUpdate(within.db, request.certificateId) : undefined
    const { kind } = request
    let fresh: CertificateRow | undefined
    if (kind === 'issue') {
      fresh = await made(within, request, command.outcome)
      await markCertificateOfRequest(within.db, request.id, fresh.id)
    } else if (!old) throw new Refusal('certificates.unknown')
    else fresh = await carryOut(within, request, kind, old, command.outcome)
    const note = command.note.trim()
    await addStep(within, request.id, { step: 'authority', outcome: 'done', note })
    await moveRequest(within.db, request.id, { state: 'done', step: request.step + 1 }, within.now)
    await tellAsker(within, request, 'done', note)
    const about = fresh ?? old
    if (about) await tellHolder(within, about, kind)
    recordAudit(within, 'certificates.request-done', request.organisationId, request.id, { kind })
    return fresh
  })
