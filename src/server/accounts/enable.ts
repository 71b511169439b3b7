import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeOfficial } from './official-rights.ts'
import { setDisabled } from './official-queries.ts'

/** Opens a disabled account again, with the password it had. */
export async function enableAccount(call: Call, command: { accountId: string }) {
  await inTransaction(call, async (within) => {
    const account = await takeOfficial(within, command.accountId)
    if (!account.disabledAt) throw new Refusal('accounts.is-enabled')
    await setDisabled(within.db, account.id, null)
    recordAudit(within, 'accounts.enabled', HOUSE_CHAIN, account.id)
  })
}
