import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { documentsFor, stepOf } from '#server/procedures/index.ts'
import { endTask } from '#server/workflow/index.ts'
import { change, type Locked, lockDossier } from './change.ts'
import { askGuards } from './guards.ts'
import { listAttachments } from './queries.ts'
import { requireHis } from './rights.ts'
import type { ReturnResult } from './schema.ts'

/** Collected: who, with what identity paper; by post: the number of the item; originals shown where online filing put that off, save those that came from the person's own store (`fromStore`); fee settled. */
export function decideReturn(
  { dossier, version, on }: Pick<Locked, 'dossier' | 'version' | 'on'>,
  command: ReturnResult,
  fromStore: ReadonlySet<string> = new Set(),
) {
  if (command.by === 'collect' && !(command.collectedBy && command.collectedPaper))
    throw new Refusal('dossiers.collector-needed')
  if (command.by === 'post' && !command.postNumber) throw new Refusal('dossiers.post-number-needed')
  const toShow = documentsFor(version.content, dossier.answers, on).filter(
    (each) => each.originalShownAtCollection && !fromStore.has(each.key),
  )
  if (dossier.channel === 'online' && dossier.outcome !== 'refuse' && toShow.length > 0 && !command.originalsShown)
    throw new Refusal('dossiers.originals-to-show', { names: toShow.map((each) => each.name) })
  if (dossier.feeState === 'due') throw new Refusal('dossiers.fee-owed', { total: dossier.feeTotal })
}

/** The result goes back to the citizen (trả kết quả, state 10): the dossier's life ends. A printed card only when it is at the desk. */
export function returnResult(call: Call, command: ReturnResult): Promise<{ id: string; code: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const world = await lockDossier(within, 'return', command)
    const { dossier, version } = world
    const open = requireHis(actor, world.step)
    const kept = (await listAttachments(db, dossier.id)).filter((each) => each.paperId && each.kind !== 'result')
    decideReturn(world, command, new Set(kept.map((each) => each.documentKey)))
    const step = stepOf(version.content, open.stepKey)
    const act = step.acts[0]!
    await askGuards(within, { ...world, open, step, act })
    await endTask(db, { taskId: open.id, at: now, by: actor.postId ?? actor.id, outcome: act.key, remark: null })
    const { by, collectedBy, collectedPaper, relation, postNumber, originalsShown } = command
    const patch = { state: 'returned' as const, returnedAt: now, endedAt: now, holderId: null, holderWords: null }
    const facts = { by, collectedBy, collectedPaper, relation, postNumber, originalsShown }
    await change(within, dossier, patch, { kind: 'returned', facts, chain: open.organisationId })
    return { id: dossier.id, code: dossier.code! }
  })
}
