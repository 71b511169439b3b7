import { findPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { addJob } from '#server/platform/jobs.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { COMPLETE_SIGNATURE } from './after-signing.ts'
import { findSignatureJob } from './request-queries.ts'

/** Tries a waiting signature at once (thử lại ngay). @throws Refusal `signing.no-right`, `platform.nothing-to-repeat`. */
export async function retrySignature(call: Call, jobId: string) {
  const job = /^[0-9a-f-]{36}$/.test(jobId) ? await findSignatureJob(call.db, jobId) : undefined
  const paper = job && (await findPaper(call.db, { id: job.paperId }))
  if (!job || !paper || job.state !== 'waiting') throw new Refusal('platform.nothing-to-repeat')
  if (!may(call.actor, 'signing.administer', paper.organisationId)) throw new Refusal('signing.no-right')
  await inTransaction(call, async (within) => {
    const key = `${COMPLETE_SIGNATURE} ${job.id}`
    await addJob(within.db, COMPLETE_SIGNATURE, { id: job.id }, { key, runAt: call.now })
    recordAudit(within, 'signing.retried', paper.organisationId, job.id)
  })
}
