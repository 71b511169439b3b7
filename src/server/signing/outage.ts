import { type Call, mayAnywhere } from '#server/platform/call.ts'
import { listWaitingJobs } from './lists.ts'
import { findOutage } from './outage-queries.ts'
import { retrySignature } from './retry-signature.ts'

/** Whether an authority is away now (nơi cấp dấu thời gian, trạng thái chứng thư số), since when, and how many signatures wait, for the page of the system. */
export type OutageView = { beganAt: Date; why: string; waiting: number } | null

/** Null when all is well, or for who does not look after signatures. */
export async function viewOutage(call: Call): Promise<OutageView> {
  if (!mayAnywhere(call.actor, 'signing.administer')) return null
  const outage = await findOutage(call.db)
  if (!outage) return null
  return { beganAt: outage.beganAt, why: outage.lastError, waiting: (await listWaitingJobs(call)).length }
}

/** Tries every waiting signature in reach at once (thử lại tất cả); gives how many. @throws Refusal `signing.no-right`. */
export async function retrySignatures(call: Call): Promise<number> {
  const jobs = await listWaitingJobs(call)
  for (const { id } of jobs) await retrySignature(call, id)
  return jobs.length
}
