import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { addStep, listWaitingFor, moveRequest } from './request-queries.ts'
import type { CertificateRow } from './schema.ts'
import { tellAsker } from './tell.ts'

/** What else waits for a certificate that is revoked has lost its object (thôi xem xét): nobody is left with a request that cannot be done. */
export async function lapseRequests(within: Call, certificate: CertificateRow, exceptId?: string) {
  for (const request of await listWaitingFor(within.db, certificate.id)) {
    if (request.id === exceptId) continue
    const step = request.chain[request.step] ?? 'request'
    await addStep(within, request.id, { step, outcome: 'lapsed' })
    await moveRequest(within.db, request.id, { state: 'lapsed', step: request.step }, within.now)
    await tellAsker(within, request, 'lapsed', '')
    recordAudit(within, 'certificates.request-lapsed', request.organisationId, request.id, { kind: request.kind })
  }
}
