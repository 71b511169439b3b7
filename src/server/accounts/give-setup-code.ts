import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeOfficial } from './official-rights.ts'
import { clearPassword } from './official-queries.ts'
import { removeOtherSessions } from './session-queries.ts'
import { newSetupCode } from './setup-codes.ts'

/** Resets the password of an official by a one-time code on a printed slip: the old password and every session end, the administrator never knows the new one. */
export async function giveSetupCode(
  call: Call,
  command: { accountId: string },
): Promise<{ code: string; until: Date; loginName: string }> {
  return inTransaction(call, async (within) => {
    const account = await takeOfficial(within, command.accountId)
    if (account.disabledAt) throw new Refusal('accounts.is-disabled')
    await clearPassword(within.db, account.id)
    await removeOtherSessions(within.db, account.id, null)
    const { code, until } = await newSetupCode(within, account.id)
    recordAudit(within, 'accounts.setup-code-given', HOUSE_CHAIN, account.id)
    return { code, until, loginName: account.loginName ?? '' }
  })
}
