import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeRequest } from './decide-request.ts'
import { addStep, moveRequest } from './request-queries.ts'

/** Takes a request back (rút đề nghị) while it waits: who asked, or the unit. A certificate suspended for loss stays suspended. */
export const withdrawRequest = (call: Call, command: { requestId: string; revision: number }) =>
  inTransaction(call, async (within) => {
    const request = await takeRequest(within, command)
    const mine = request.askedBy === within.actor.id
    if (!mine && !may(within.actor, 'certificates.request', request.organisationId))
      throw new Refusal('certificates.no-right')
    if (request.state !== 'waiting') throw new Refusal('certificates.not-waiting')
    await addStep(within, request.id, { step: 'request', outcome: 'withdrawn' })
    await moveRequest(within.db, request.id, { state: 'withdrawn', step: request.step }, within.now)
    recordAudit(within, 'certificates.request-withdrawn', request.organisationId, request.id, { kind: request.kind })
  })
