import { addDuration, getWorkCalendar, resolveHolder } from '#server/directory/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { stepOf } from '#server/procedures/index.ts'
import { endTask, findTask, insertTask } from '#server/workflow/index.ts'
import { change, lockDossier } from './change.ts'
import { requireHis } from './rights.ts'
import { answerFaults, answerOfConsult, consultOf, filesOf, opinionName } from './answers-of-bodies.ts'
import { listAttachments } from './queries.ts'
import type { AnswerOpinion, AskOpinion } from './schema.ts'

/** The holder of a step asks a co-operating body (lấy ý kiến cơ quan phối hợp) beside the main way, with a date to answer by. */
export function askOpinion(call: Call, command: AskOpinion): Promise<{ taskId: string; dueAt: Date }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step, version, directory, ruleSet } = await lockDossier(within, 'ask-opinion', command)
    const open = requireHis(actor, step)
    const consult = stepOf(version.content, open.stepKey).consults[command.consult]
    refuseAll([
      !consult && new Refusal('dossiers.no-such-consult', {}, 'consult'),
      !command.question.trim() && new Refusal('dossiers.question-empty', {}, 'question'),
    ])
    if (!consult) throw new Refusal('dossiers.no-such-consult')
    const place = resolveHolder(directory, { role: 'officer', unit: consult.unit }, dossier)
    const outside = directory.organisation(place.organisationId)?.kind === 'outside-body'
    const holder = outside ? { ...place, role: 'outside', queue: `${place.organisationId}/outside` } : place
    const calendar = await getWorkCalendar(db, holder.organisationId, vietnamDate(now))
    const dueAt = addDuration(calendar, now, consult.deadline, ruleSet.settings.cutOff)
    const task = {
      ...{
        id: newId(now),
        thingId: dossier.id,
        stepKey: open.stepKey,
        stepName: opinionName(consult.body),
        stepKind: 'verify',
      },
      ...{ ...holder, postId: null, givenAt: now, givenBy: actor.postId ?? actor.id, dueAt, side: true, seq: open.seq },
    }
    await insertTask(db, task)
    const facts = { taskId: task.id, body: consult.body, question: command.question, dueAt }
    await change(within, dossier, {}, { kind: 'opinion-asked', facts, chain: open.organisationId })
    return { taskId: task.id, dueAt }
  })
}

/**
 * The body asked gives its opinion: one of the choices, with words or a file; what it says stands in the history of the dossier.
 * @throws Refusal all of `answerFaults` at once, `dossiers.no-such-opinion`.
 */
export function answerOpinion(call: Call, command: AnswerOpinion): Promise<{ id: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, version } = await lockDossier(within, 'answer-opinion', command)
    const task = await findTask(db, command.taskId)
    if (!task || task.thingId !== dossier.id || !task.side || task.doneAt) throw new Refusal('dossiers.no-such-opinion')
    requireHis(actor, task)
    const step = version.content.workflow?.steps.find((each) => each.key === task.stepKey)
    const wanted = answerOfConsult(consultOf(step, task) ?? { body: task.stepName })
    const files = filesOf(await listAttachments(db, dossier.id), task, actor.id)
    refuseAll(answerFaults(wanted, { ...command, files }))
    const chosen = wanted.choices.find((each) => each.key === command.answer)!
    const words = command.words?.trim() || null
    const end = { taskId: task.id, at: now, by: actor.postId ?? actor.id, outcome: chosen.key, remark: words }
    if (!(await endTask(db, end))) throw new Refusal('dossiers.changed-meanwhile')
    const facts = { taskId: task.id, body: task.stepName, answer: chosen.label, words, files }
    await change(within, dossier, {}, { kind: 'opinion-given', facts, chain: task.organisationId })
    return { id: dossier.id }
  })
}
