import { addWorkingMinutes, getWorkCalendar } from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertTask } from '#server/workflow/index.ts'
import { eventOf, type Locked, tell } from './change.ts'
import { codeSeries } from './code.ts'
import { taskOf } from './next-task.ts'
import { holderWords } from './place.ts'
import { insertDossier, listAttachments } from './queries.ts'
import { searchWords } from './search-words.ts'

/**
 * Takes the dossier in again at the right place (chuyển hồ sơ): answers, papers and parties unchanged, a code of that place, the desk's
 * hours anew. The competence rule is not asked again: an official of the first desk answers for the place he names.
 */
export async function fileHandedOver(call: Call, world: Locked, toId: string): Promise<{ id: string; code: string }> {
  const { db, now } = call
  const { dossier, version, directory, ruleSet } = world
  const to = directory.organisation(toId)
  const deskId = directory.deskOf(toId)
  if (!to || !deskId || toId === dossier.receivingId) throw new Refusal('dossiers.no-such-place', { place: toId })
  const place = {
    receivingId: toId,
    deskId,
    handlingId: dossier.handlingId === dossier.receivingId ? toId : dossier.handlingId,
  }
  const on = vietnamDate(now)
  const calendar = await getWorkCalendar(db, deskId, on)
  const answerBy = addWorkingMinutes(calendar, now, ruleSet.settings.answerWithinWorkingHours * 60)
  const id = newId(now)
  const step = version.content.workflow!.steps[0]!
  const { task, holder } = await taskOf(call, step, { id, seq: 1, place }, world, { dueAt: answerBy, at: now })
  const { code: _code, revision: _revision, lastSeq: _lastSeq, ...kept } = dossier
  const copy = {
    ...{ ...kept, id, ...place, state: 'filed' as const, filedAt: now, answerBy, transferredFrom: dossier.id },
    ...{
      stepKey: step.key,
      stepName: step.name,
      holderId: holder.organisationId,
      holderWords: holderWords(directory, holder),
    },
  }
  const papers = (await listAttachments(db, dossier.id)).map((each) => ({
    ...each,
    id: newId(now),
    sha256: each.fileSha256,
    kind: 'submitted',
  }))
  const filed = eventOf(call, 'filed', { answerBy, documents: papers.length, handedOverFrom: dossier.code })
  const code = await insertDossier(db, {
    dossier: copy,
    number: codeSeries(directory, ruleSet, place, now),
    events: [filed],
    documents: papers,
    addedBy: call.actor.id,
    words: searchWords(copy, version.content.form, directory, on),
  })
  await insertTask(db, task)
  recordAudit(call, 'dossiers.filed', toId, id, { code, from: dossier.code })
  tell(call, { ...copy, code, revision: 1, lastSeq: 1 }, 'filed')
  return { id, code }
}
