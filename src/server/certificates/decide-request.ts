import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findCertificateForUpdate } from './queries.ts'
import {
  addStep,
  findRequestForUpdate,
  findRequestRow,
  listSteps,
  moveRequest,
  type RequestStep,
} from './request-queries.ts'
import { isOwn, mayDecide } from './rights.ts'
import type { CertificateRequest, Step } from './schema.ts'
import { tellAsker } from './tell.ts'

/**
 * Whether somebody may agree at the next step: nobody to his own request, and nobody twice. The last step is not agreement but carrying
 * out (`complete-request.ts`).
 */
export function decideApproval(
  request: Pick<CertificateRequest, 'state' | 'chain' | 'step' | 'askedBy'>,
  steps: readonly Pick<RequestStep, 'outcome' | 'byActor'>[],
  actorId: string,
): Step | Refusal {
  const step = request.chain[request.step]
  if (request.state !== 'waiting' || !step) return new Refusal('certificates.not-waiting')
  if (request.askedBy === actorId) return new Refusal('certificates.own-request')
  if (steps.some((each) => each.outcome === 'approved' && each.byActor === actorId))
    return new Refusal('certificates.same-person')
  return step
}

/** A request that the actor may see, kept until the transaction ends. @throws Refusal where it changed meanwhile. */
export async function takeRequest(within: Call, of: { requestId: string; revision: number }) {
  // The certificate first: whoever changes its state holds it, and then what waits for it.
  const seen = await findRequestRow(within.db, of.requestId)
  if (seen?.certificateId) await findCertificateForUpdate(within.db, seen.certificateId)
  const request = seen && (await findRequestForUpdate(within.db, of.requestId))
  if (!request || !(isOwn(within, request) || may(within.actor, 'certificates.view', request.organisationId)))
    throw new Refusal('certificates.unknown-request')
  if (request.revision !== of.revision) throw new Refusal('certificates.changed-meanwhile')
  return request
}

export type DecideRequest = { requestId: string; revision: number; outcome: 'approve' | 'refuse'; note: string }

/** Agrees to a request at its next step (phê duyệt), or refuses it with the reason. */
export const decideRequest = (call: Call, command: DecideRequest) =>
  inTransaction(call, async (within) => {
    const request = await takeRequest(within, command)
    const next = request.chain[request.step]
    if (request.state !== 'waiting') throw new Refusal('certificates.not-waiting')
    if (!next || !(await mayDecide(within, next, request.organisationId))) throw new Refusal('certificates.no-right')
    const note = command.note.trim()
    if (command.outcome === 'refuse') {
      if (!note) throw new Refusal('certificates.say-why')
      await addStep(within, request.id, { step: next, outcome: 'refused', note })
      await moveRequest(within.db, request.id, { state: 'refused', step: request.step }, within.now)
      await tellAsker(within, request, 'refused', note)
    } else {
      const step = decideApproval(request, await listSteps(within.db, request.id), within.actor.id)
      if (step instanceof Refusal) throw step
      if (step === 'authority') throw new Refusal('certificates.carry-out')
      await addStep(within, request.id, { step, outcome: 'approved', note })
      await moveRequest(within.db, request.id, { state: 'waiting', step: request.step + 1 }, within.now)
    }
    const facts = { kind: request.kind, step: next }
    const act = command.outcome === 'refuse' ? 'certificates.request-refused' : 'certificates.request-approved'
    recordAudit(within, act, request.organisationId, request.id, facts)
  })
