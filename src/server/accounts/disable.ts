import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeOfficial } from './official-rights.ts'
import { endSetupCodes, setDisabled } from './official-queries.ts'
import { removeOtherSessions } from './session-queries.ts'

/** Closes an official's account, with every session and unused setup code. Nobody disables himself. */
export async function disableAccount(call: Call, command: { accountId: string }) {
  await inTransaction(call, async (within) => {
    const account = await takeOfficial(within, command.accountId)
    if (account.disabledAt) throw new Refusal('accounts.is-disabled')
    await setDisabled(within.db, account.id, within.now)
    await removeOtherSessions(within.db, account.id, null)
    await endSetupCodes(within.db, account.id, within.now)
    recordAudit(within, 'accounts.disabled', HOUSE_CHAIN, account.id)
  })
}
