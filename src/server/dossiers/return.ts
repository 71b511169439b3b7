import { type Call, inTransaction } from '#server/platform/call.ts'
import { groupedDigits } from '#server/platform/grouped-digits.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { documentsFor, stepOf } from '#server/procedures/index.ts'
import { endTask } from '#server/workflow/index.ts'
import { change, eventOf, type Locked, lockDossier } from './change.ts'
import { askGuards } from './guards.ts'
import { listAttachments } from './queries.ts'
import { requireHis } from './rights.ts'
import { feeFaults } from './record-fee.ts'
import type { ReturnResult } from './schema.ts'

/** Collected: who, with what identity paper; by post: the number of the item; originals shown where online filing put that off, save those that came from the person's own store (`fromStore`); fee settled. */
export function decideReturn(
  { dossier, version, on }: Pick<Locked, 'dossier' | 'version' | 'on'>,
  command: ReturnResult,
  fromStore: ReadonlySet<string> = new Set(),
) {
  const toShow = documentsFor(version.content, dossier.answers, on).filter(
    (each) => each.originalShownAtCollection && !fromStore.has(each.key),
  )
  const isToShow = dossier.channel === 'online' && dossier.outcome !== 'refuse' && toShow.length > 0
  const isCollected = command.by === 'collect'
  refuseAll([
    isCollected && !command.collectedBy && new Refusal('dossiers.collector-needed', {}, 'collectedBy'),
    isCollected && !command.collectedPaper && new Refusal('dossiers.collector-paper-needed', {}, 'collectedPaper'),
    command.by === 'post' && !command.postNumber && new Refusal('dossiers.post-number-needed', {}, 'postNumber'),
    isToShow &&
      !command.originalsShown &&
      new Refusal('dossiers.originals-to-show', { names: toShow.map((each) => each.name) }, 'originalsShown'),
    ...feeOwedFaults(dossier, command.fee),
  ])
}

/** Nothing is returned while a fee is owed, unless the same act notes that it was paid or why it is not owed. */
function feeOwedFaults(
  { feeState, feeTotal }: Pick<Locked['dossier'], 'feeState' | 'feeTotal'>,
  fee: ReturnResult['fee'],
) {
  if (feeState !== 'due') return []
  if (!fee || fee.state === 'due')
    return [new Refusal('dossiers.fee-owed', { total: groupedDigits(feeTotal) }, 'fee.state')]
  return feeFaults(fee, 'fee.')
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
    const fee = dossier.feeState === 'due' ? command.fee : null
    const noted = fee ? [eventOf(within, 'fee-recorded', { ...fee })] : []
    const patch = {
      ...(fee ? { feeState: fee.state, feeTotal: fee.total, feeReceipt: fee.receipt ?? null } : {}),
      state: 'returned' as const,
      ...{ returnedAt: now, endedAt: now, holderId: null, holderWords: null },
    }
    const facts = { by, collectedBy, collectedPaper, relation, postNumber, originalsShown }
    await change(within, dossier, patch, { kind: 'returned', facts, chain: open.organisationId, also: noted })
    return { id: dossier.id, code: dossier.code! }
  })
}
