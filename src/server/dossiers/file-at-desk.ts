import { type Call, inTransaction } from '#server/platform/call.ts'
import { acceptDossier, type Accepted } from './accept.ts'
import { fileDossier } from './file.ts'
import type { AcceptDossier, FileDossier } from './schema.ts'

export type FileAtDesk = FileDossier & Pick<AcceptDossier, 'checks' | 'timeLimitKey' | 'fee'>

/** At the counter the dossier gets its code when it is accepted: filed and accepted in one transaction, or not at all. */
export function fileAtDesk(call: Call, { checks, timeLimitKey, fee, ...command }: FileAtDesk): Promise<Accepted> {
  return inTransaction(call, async (within) => {
    const { id } = await fileDossier(within, command)
    return acceptDossier(within, { dossierId: id, checks, timeLimitKey, fee })
  })
}
