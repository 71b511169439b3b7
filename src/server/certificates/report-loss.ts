import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { applyChange } from './change-state.ts'
import { findCertificateForUpdate } from './queries.ts'
import { enterRequest } from './request.ts'
import { isOwn } from './rights.ts'

/**
 * Report of loss (báo mất thiết bị, the commonest case): suspends at once, before anybody agrees, and goes to the authority for
 * revocation. The holder himself or his unit. While a report waits there is no second.
 */
export const reportLoss = (call: Call, command: { certificateId: string; where?: string | undefined }) =>
  inTransaction(call, async (within) => {
    const certificate = await findCertificateForUpdate(within.db, command.certificateId)
    if (!certificate) throw new Refusal('certificates.unknown')
    if (!isOwn(within, certificate) && !may(within.actor, 'certificates.request', certificate.organisationId))
      throw new Refusal('certificates.unknown')
    await applyChange(within, certificate, 'report-loss', { note: command.where?.trim() ?? '' })
    const { id, kind: subject, organisationId, postId } = certificate
    const reason = `Báo mất thiết bị. ${command.where?.trim() ?? ''}`.trim()
    return enterRequest(
      within,
      'loss',
      { subject, organisationId, postId, certificateId: id },
      { reason, revocation: 'keyCompromise' },
    )
  })
