import { type Call, inTransaction } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, mendAnswers } from '#server/procedures/index.ts'
import { fileDossier, type Filed } from './file.ts'
import { decideFiler, decideOwner, takeFiler, takeOwner } from './parties.ts'
import type { FileDossier } from './schema.ts'

/**
 * A dossier as another system sends it: owner and filer are told beside the answers, and may not say otherwise than they do; then it is taken
 * in as every other. @throws Refusal `platform.values-wrong`, all faults of the parties at their field.
 */
export function fileGiven(call: Call, command: FileDossier): Promise<Filed> {
  return inTransaction(call, async (within) => {
    const { content } = await getVersion(within.db, command.procedureVersionId)
    if (!content.form || !content.owner) return fileDossier(within, command)
    const answers = mendAnswers(content.form, command.answers)
    const owner = decideOwner(content, answers, takeOwner(command.owner, vietnamDate(within.now)))
    const filer = takeFiler(command.filer)
    decideFiler(answers, filer)
    return fileDossier(within, { ...command, owner, filer })
  })
}
