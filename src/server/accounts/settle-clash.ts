import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { requireHouseSettings } from './change-idle-minutes.ts'
import { listClashes, lockClash, markSettled } from './clash-queries.ts'
import { confirmPhoneByClaim, removePhone } from './contact-queries.ts'
import { findAccount } from './queries.ts'
import { tellOfChange } from './security-told.ts'

/** Numbers that two accounts share since old data were brought to one form. For whoever administers the whole house. */
export async function viewClashes(call: Call) {
  await requireHouseSettings(call)
  return listClashes(call.db)
}

/**
 * Says whose a number is (số điện thoại trùng): that account signs in by it, the others lose it and are told. Nothing is merged.
 * @throws Refusal `accounts.no-right`, `accounts.no-clash`.
 */
export async function settleClash(call: Call, command: { contact: string; accountId: string }) {
  await requireHouseSettings(call)
  await inTransaction(call, async (within) => {
    const { db, now, actor } = within
    const accounts = await lockClash(db, command.contact)
    if (!accounts.some((each) => each.accountId === command.accountId)) throw new Refusal('accounts.no-clash')
    for (const { accountId } of accounts) {
      const kept = accountId === command.accountId
      const account = (await findAccount(db, accountId))!
      if (!kept && account.phone === command.contact) {
        await removePhone(db, accountId)
        await tellOfChange(within, { ...account, phone: null }, 'phone-left')
      }
      await markSettled(db, accountId, actor.id, kept, now)
    }
    const owner = (await findAccount(db, command.accountId))!
    if (owner.phone === command.contact && owner.passwordHash) await confirmPhoneByClaim(db, owner, now)
    recordAudit(within, 'accounts.clash-settled', HOUSE_CHAIN, command.accountId)
  })
}
