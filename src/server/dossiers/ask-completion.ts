import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { endTask } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import { insertCompletionItems, listCompletionItems, saveDocumentChecks } from './desk-queries.ts'
import { requireHis, requireRight } from './rights.ts'
import type { AskCompletion, CompletionItem } from './schema.ts'

/** Once, in full: at least one thing, and no more rounds than the rule set allows (NĐ 61/2018 art. 17; usually one). */
export function decideCompletion(items: readonly CompletionItem[], roundsSoFar: number, most: number): number {
  if (items.length === 0) throw new Refusal('dossiers.nothing-asked')
  if (roundsSoFar >= most) throw new Refusal('dossiers.completion-asked-already', { most })
  return roundsSoFar + 1
}

/** The desk asks for what is missing (yêu cầu bổ sung): each item with its clause and its remedy; the dossier waits for the filer. */
export function askCompletion(
  call: Call,
  command: AskCompletion,
): Promise<{ id: string; code: string; round: number }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step, ruleSet } = await lockDossier(within, 'ask-completion', command)
    const open = requireHis(actor, step)
    requireRight(actor, 'dossiers.ask-completion', dossier.deskId)
    const before = await listCompletionItems(db, dossier.id)
    const round = decideCompletion(command.items, before.at(-1)?.round ?? 0, ruleSet.settings.completionRounds)
    await saveDocumentChecks(db, dossier.id, command.checks, now, actor.id)
    await insertCompletionItems(db, dossier.id, round, command.items)
    await endTask(db, {
      taskId: open.id,
      at: now,
      by: actor.postId ?? actor.id,
      outcome: 'ask-completion',
      remark: null,
    })
    const patch = { state: 'completing' as const, holderId: null, holderWords: 'Người nộp hồ sơ' }
    await change(within, dossier, patch, {
      kind: 'completion-asked',
      facts: { round, items: command.items.length },
      chain: dossier.receivingId,
    })
    return { id: dossier.id, code: dossier.code!, round }
  })
}
