import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { takeOfficial } from './official-rights.ts'
import { removeOtherSessions } from './session-queries.ts'

/** Signs an official out everywhere: a lost machine, a colleague who has left. */
export async function endSessionsOf(call: Call, command: { accountId: string }) {
  await inTransaction(call, async (within) => {
    const account = await takeOfficial(within, command.accountId)
    await removeOtherSessions(within.db, account.id, null)
    recordAudit(within, 'accounts.sessions-ended', HOUSE_CHAIN, account.id)
  })
}
