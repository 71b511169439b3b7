import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ReturnBy } from '#server/dossiers/index.ts'
import { keptUntil } from './open-draft.ts'
import { lockOwnDraft } from './own-draft.ts'
import { updateDraft } from './queries.ts'

export type ChooseReturn = {
  draftId: string
  version: number
  receivingId: string | null
  returnBy: string
  returnAddress: string | null
  authorisation: string | null
  filedHow?: 'alone' | 'assisted' | 'on-behalf'
}

/** Where it is sent, how the result comes back, and by what right one files for another. */
export function chooseReturn(call: Call, command: ChooseReturn): Promise<{ version: number }> {
  return inTransaction(call, async (within) => {
    const draft = await lockOwnDraft(within, command.draftId)
    const returnBy = ReturnBy.safeParse(command.returnBy)
    if (!returnBy.success) throw new Refusal('filing.return-missing')
    if (returnBy.data === 'post' && !command.returnAddress) throw new Refusal('filing.address-missing')
    const patch = {
      ...{
        receivingId: command.receivingId,
        returnBy: returnBy.data,
        returnAddress: command.returnAddress,
        authorisation: command.authorisation,
      },
      ...(call.actor.kind === 'official' && command.filedHow && command.filedHow !== 'alone'
        ? { filedHow: command.filedHow }
        : {}),
    }
    if (!(await updateDraft(within.db, draft.id, command.version, patch, within.now, await keptUntil(within))))
      throw new Refusal('filing.changed-elsewhere')
    return { version: command.version + 1 }
  })
}
