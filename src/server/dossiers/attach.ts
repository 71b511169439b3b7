import { type Call, inTransaction } from '#server/platform/call.ts'
import { listTasks } from '#server/workflow/index.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { insertAttachments, type OpenStep } from './queries.ts'
import { requireHis, whyNotHis } from './rights.ts'
import type { AttachPaper } from './schema.ts'

/** The open step, or where that is not theirs the opinion that the actor's body was asked for: its answer may be a file. */
async function asked({ db, actor }: Call, dossierId: string, step: OpenStep | undefined) {
  if (step && whyNotHis(actor, step) === null) return step
  const tasks = await listTasks(db, dossierId)
  return tasks.find((task) => task.side && !task.doneAt && whyNotHis(actor, task) === null) ?? step
}

/** The holder of the step adds a paper: a working paper, or the result itself. */
export function attachPaper(call: Call, command: AttachPaper): Promise<{ attachmentId: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step } = await lockDossier(within, 'attach', command)
    const open = requireHis(actor, await asked(within, dossier.id, step))
    const attachmentId = newId(now)
    await insertAttachments(
      db,
      dossier.id,
      [{ ...command.document, id: attachmentId, kind: command.kind }],
      now,
      actor.id,
    )
    const facts = { kind: command.kind, name: command.document.documentName }
    await change(within, dossier, {}, { kind: 'paper-attached', facts, chain: open.organisationId })
    return { attachmentId }
  })
}
