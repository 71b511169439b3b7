import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { change, lockDossier } from './change.ts'
import { insertAttachments } from './queries.ts'
import { requireHis } from './rights.ts'
import type { AttachPaper } from './schema.ts'

/** The holder of the step adds a paper: a working paper, or the result itself. */
export function attachPaper(call: Call, command: AttachPaper): Promise<{ attachmentId: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const { dossier, step } = await lockDossier(within, 'attach', command)
    const open = requireHis(actor, step)
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
