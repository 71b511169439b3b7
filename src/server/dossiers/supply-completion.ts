import { addWorkingMinutes, getWorkCalendar } from '#server/directory/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { stepOf, validateAnswers, visibleAnswers } from '#server/procedures/index.ts'
import { insertTask, listTasks } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import { markCompletionSupplied } from './desk-queries.ts'
import { taskOf } from './next-task.ts'
import { holderWords } from './place.ts'
import { insertAttachments } from './queries.ts'
import type { SupplyCompletion } from './schema.ts'

/** The filer, or the desk for him, brings what was asked for (nộp bổ sung): the desk has its hours anew to answer. */
export function supplyCompletion(
  call: Call,
  command: SupplyCompletion,
): Promise<{ id: string; code: string; answerBy: Date }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const world = await lockDossier(within, 'supply-completion', command)
    const { dossier, version, directory, ruleSet, on } = world
    const own = actor.kind === 'citizen' && dossier.filerAccountId === actor.id
    if (!own && !may(actor, 'dossiers.file-at-desk', dossier.deskId)) throw new Refusal('dossiers.not-yours')
    if (command.documents.length === 0 && !command.answers && !command.words)
      throw new Refusal('dossiers.nothing-supplied')
    const { content } = version
    const answers = command.answers
      ? visibleAnswers(content.form!, { ...dossier.answers, ...command.answers }, on)
      : dossier.answers
    const faults = command.answers ? validateAnswers(content.form!, answers, on) : []
    if (faults.length > 0) throw new Refusal('dossiers.answers-incomplete', { faults })
    const calendar = await getWorkCalendar(db, dossier.deskId, vietnamDate(now))
    const answerBy = addWorkingMinutes(calendar, now, ruleSet.settings.answerWithinWorkingHours * 60)
    const step = stepOf(content, dossier.stepKey ?? content.workflow!.steps[0]!.key)
    const seq = ((await listTasks(db, dossier.id)).at(-1)?.seq ?? 0) + 1
    const { task, holder } = await taskOf(within, step, { id: dossier.id, seq, place: dossier }, world, {
      dueAt: answerBy,
      at: now,
    })
    const documents = command.documents.map((each) => ({ ...each, id: newId(now), kind: 'completion' }))
    await insertAttachments(db, dossier.id, documents, now, actor.id)
    await markCompletionSupplied(db, dossier.id, now)
    await insertTask(db, task)
    const patch = {
      ...{ state: 'filed' as const, answerBy, answers },
      ...{ holderId: holder.organisationId, holderWords: holderWords(directory, holder) },
    }
    const facts = { documents: documents.length, answerBy, words: command.words ?? null }
    await change(within, dossier, patch, { kind: 'completion-supplied', facts, chain: dossier.receivingId })
    return { id: dossier.id, code: dossier.code!, answerBy }
  })
}
