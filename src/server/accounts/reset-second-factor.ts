import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeOfficial } from './official-rights.ts'
import { setTotp } from './queries.ts'
import { removeOtherSessions } from './session-queries.ts'

/** Forgets the second factor of an official who has lost the phone; every session ends, and who owes one sets it up anew after signing in. */
export async function resetSecondFactor(call: Call, command: { accountId: string }) {
  await inTransaction(call, async (within) => {
    const account = await takeOfficial(within, command.accountId)
    if (!account.totpSecretSealed) throw new Refusal('accounts.no-second-factor')
    await setTotp(within.db, account.id, null)
    await removeOtherSessions(within.db, account.id, null)
    recordAudit(within, 'accounts.second-factor-reset', HOUSE_CHAIN, account.id)
  })
}
