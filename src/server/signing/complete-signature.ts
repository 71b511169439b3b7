import { changePaperFile, findPaperForUpdate, findPaper, type Paper } from '#server/papers/index.ts'
import { announce } from '#server/platform/announcements.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { addJob } from '#server/platform/jobs.ts'
import { aboutPaper, COMPLETE_SIGNATURE } from './after-signing.ts'
import { outageOver, paperComplete, signatureWaits } from './announcements.ts'
import { completedFile } from './completed-file.ts'
import { endOutage, noteOutage } from './outage-queries.ts'
import { storedSource, storeSigned } from './paper-file.ts'
import { placesOf } from './places.ts'
import {
  completeSignatureJob,
  delaySignatureJob,
  findSignatureJob,
  listSignatureJobs,
  type SignatureJob,
} from './request-queries.ts'
import type { SigningHouse } from './schema.ts'

/** Half a minute, a minute, two … half an hour at most. */
const waitAfter = (tries: number) => Math.min(30 * 60_000, 30_000 * 2 ** tries)

async function completed(call: Call, house: SigningHouse, paper: Paper, job: SignatureJob) {
  const stored = await storedSource(house.dataDir, paper.fileSha256)
  try {
    const registered = job.certificateId ? await house.register.findCertificate(call.db, job.certificateId) : undefined
    const issuers = registered ? await house.register.chainOf(call.db, registered) : []
    const field = job.fileField ?? job.field
    const { file, weakensAt } = await completedFile(stored, field, house.validation, issuers)
    const files = { before: stored, after: file, completes: { field, sha256: paper.fileSha256 } }
    return { fileSha256: (await storeSigned(call.db, house.dataDir, files, call.now)).sha256, weakensAt }
  } finally {
    await stored.close()
  }
}

/**
 * Completes a signature (bổ sung dấu thời gian và dữ liệu kiểm tra). When an authority is away, nothing changes: the paper keeps its
 * signature, the reason is kept for signer and administrator, and it is tried again. Run twice, it does nothing the second time.
 */
export async function completeSignature(call: Call, house: SigningHouse, jobId: string): Promise<void> {
  const job = await findSignatureJob(call.db, jobId)
  if (!job || job.state === 'complete') return
  const paper = await findPaper(call.db, { id: job.paperId })
  if (!paper) return
  let done: Awaited<ReturnType<typeof completed>>
  try {
    done = await completed(call, house, paper, job)
  } catch (error) {
    return waitAndSay(call, paper, job, error instanceof Error ? error.message : String(error))
  }
  await inTransaction(call, async (within) => {
    const held = (await findPaperForUpdate(within.db, paper.id))!
    await completeSignatureJob(within.db, job.id, { level: 'B-LT', weakensAt: done.weakensAt })
    const isWhole = held.state === 'signing' && (await isSignedByAll(within, held))
    const change = { fileSha256: done.fileSha256, state: isWhole ? ('valid' as const) : held.state, what: 'completed' }
    if (!(await changePaperFile(within.db, paper, change, call.now, call.actor.id)))
      throw new Error(`paper ${paper.id} changed while its signature was completed`)
    recordAudit(within, 'signing.completed', paper.organisationId, paper.id, { place: job.field })
    if (isWhole) announce(within, paperComplete, aboutPaper(paper))
    const outageId = await endOutage(within.db, call.now)
    if (outageId) announce(within, outageOver, { outageId })
  })
}

/** Whether every place that is signed electronically is signed and completed. */
async function isSignedByAll(within: Call, paper: Paper): Promise<boolean> {
  const [{ signs }, jobs] = await Promise.all([placesOf(within.db, paper), listSignatureJobs(within.db, paper.id)])
  return signs.every((each) => jobs.some((job) => job.field === each.key && job.state === 'complete'))
}

async function waitAndSay(call: Call, paper: Paper, job: SignatureJob, why: string) {
  const retryAt = new Date(call.now.getTime() + waitAfter(job.tries))
  await inTransaction(call, async (within) => {
    const tries = await delaySignatureJob(within.db, job.id, why, retryAt)
    if (!tries) return
    await noteOutage(within.db, why, call.now)
    await addJob(
      within.db,
      COMPLETE_SIGNATURE,
      { id: job.id },
      { key: `${COMPLETE_SIGNATURE} ${job.id}`, runAt: retryAt },
    )
    if (tries === 1)
      announce(within, signatureWaits, { ...aboutPaper(paper), field: job.field, why, signedBy: job.signedBy })
  })
}
