import { loadPosts } from '#server/directory/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { markTaskAssigned } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import { holderWords } from './place.ts'
import { requireRight } from './rights.ts'
import type { ReassignTask } from './schema.ts'

/** A head gives the open step to another post of its queue, or back to the queue (phân công lại). */
export function reassignTask(call: Call, command: ReassignTask): Promise<{ id: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step, directory } = await lockDossier(within, 'reassign', command)
    if (!step) throw new Refusal('dossiers.no-step')
    requireRight(actor, 'dossiers.reassign', step.organisationId)
    const posts = await loadPosts(db, vietnamDate(now))
    const post =
      command.postId === null ? undefined : posts.serving(step.queue).find((each) => each.id === command.postId)
    if (command.postId !== null && !post) throw new Refusal('dossiers.post-not-there', { postId: command.postId })
    await markTaskAssigned(db, step.id, command.postId, command.dueAt ?? step.dueAt)
    const facts = { step: step.stepKey, postId: command.postId, reason: command.reason ?? null }
    const patch = { holderWords: holderWords(directory, step, post?.title) }
    await change(within, dossier, patch, { kind: 'reassigned', facts, chain: step.organisationId })
    return { id: dossier.id }
  })
}
