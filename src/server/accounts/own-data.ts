import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { changeOwnData, findAccount, type OwnData } from './queries.ts'

/** The citizen's own data, which forms are filled from. What the national ID or a desk has confirmed stays as it is. */
export async function saveOwnData(call: Call, data: OwnData) {
  await inTransaction(call, async (within) => {
    const account = await findAccount(within.db, call.actor.id)
    if (!account) throw new Refusal('accounts.unknown')
    if (data.gender !== null && !['male', 'female'].includes(data.gender)) throw new Refusal('platform.bad-value')
    if (data.fullName.trim().length < 2) throw new Refusal('accounts.name-missing')
    const { fullName, identityPaper, identityNumber, birthDate, ...free } = data
    const stated = account.identityLevel === 'stated' ? { fullName, identityPaper, identityNumber, birthDate } : {}
    await changeOwnData(within.db, account.id, { ...free, ...stated })
    recordAudit(within, 'accounts.data-changed', HOUSE_CHAIN, account.id)
  })
}
