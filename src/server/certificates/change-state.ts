import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { lapseRequests } from './lapse-requests.ts'
import { addEvent, markState } from './queries.ts'
import { listWaitingFor } from './request-queries.ts'
import { mayDecide, takeCertificate } from './rights.ts'
import {
  type CertificateRow,
  type CertificateState,
  REVOCATION_REASONS,
  type StateChange,
  TRANSITIONS,
} from './schema.ts'
import { tellHolder } from './tell.ts'

/** Whether a change is possible from a state: the table, as a question. */
export function decideStateChange(from: CertificateState, change: StateChange): CertificateState | Refusal {
  const { from: allowed, to } = TRANSITIONS[change]
  return (allowed as readonly string[]).includes(from) ? to : new Refusal('certificates.wrong-state', { state: from })
}

const REASONS: Record<Exclude<StateChange, 'revoke'>, string> = {
  suspend: 'certificateHold',
  'report-loss': 'certificateHold',
  resume: 'resumed',
}

/**
 * Changes the state of a certificate that is held, with history and audit. While a loss is reported it is not resumed; what else waits for
 * one that is revoked lapses. @throws Refusal `certificates.wrong-state`, `certificates.loss-waiting`.
 */
export async function applyChange(
  within: Call,
  certificate: CertificateRow,
  change: StateChange,
  of: { reason?: string; note?: string; requestId?: string } = {},
) {
  const to = decideStateChange(certificate.state, change)
  if (to instanceof Refusal) throw to
  if (change === 'resume' && (await listWaitingFor(within.db, certificate.id, 'loss')).length > 0)
    throw new Refusal('certificates.loss-waiting')
  const reason = change === 'revoke' ? (of.reason ?? 'unspecified') : REASONS[change]
  // A suspension goes on from when it began.
  if (certificate.state !== to) await markState(within.db, certificate.id, to, reason, within.now)
  await addEvent(within, certificate.id, change, of.note)
  recordAudit(within, `certificates.${change}`, certificate.organisationId, certificate.id, {
    ...{ serial: certificate.serial, from: certificate.state, to, reason },
  })
  if (to === 'revoked') await lapseRequests(within, certificate, of.requestId)
}

const BY_AUTHORITY: ReadonlySet<string> = new Set(['suspend', 'resume', 'revoke'] satisfies StateChange[])

/**
 * The authority's own word: tạm dừng, dùng lại or thu hồi without a request, told by the authority or found by the focal unit.
 * @throws Refusal `certificates.no-right`, `certificates.wrong-state`.
 */
export const changeState = (
  call: Call,
  command: { certificateId: string; change: 'suspend' | 'resume' | 'revoke'; reason?: string; note: string },
) =>
  inTransaction(call, async (within) => {
    const certificate = await takeCertificate(within, command.certificateId)
    if (!(await mayDecide(within, 'authority', certificate.organisationId))) throw new Refusal('certificates.no-right')
    if (!BY_AUTHORITY.has(command.change)) throw new Refusal('certificates.change-missing')
    const note = command.note.trim()
    if (!note) throw new Refusal('certificates.say-why')
    const reason = REVOCATION_REASONS.find((each) => each === command.reason)
    await applyChange(within, certificate, command.change, { note, ...(reason ? { reason } : {}) })
    await tellHolder(within, certificate, command.change)
  })
