import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { spend } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readContact } from './contact.ts'
import { sendCode, useCode } from './one-time-codes.ts'
import { hashPassword, passwordMatches, requireGoodPassword } from './passwords.ts'
import { findAccount, findAccountByName, setPasswordHash } from './queries.ts'
import { removeOtherSessions } from './session-queries.ts'

/** Sends a code to a contact that has an account; the answer is the same when it has none. */
export async function askResetCode(call: Call, typed: string): Promise<string | null> {
  const contact = readContact(typed)
  if (!contact) throw new Refusal('accounts.contact-unreadable')
  const account = await findAccountByName(call.db, contact.value)
  return account ? sendCode(call, 'reset', contact) : null
}

/** Sets a new password with the code and ends every session. */
export async function resetPassword(call: Call, command: { contact: string; code: string; password: string }) {
  const contact = readContact(command.contact)
  if (!contact) throw new Refusal('accounts.contact-unreadable')
  requireGoodPassword(command.password)
  await useCode(call, 'reset', contact.value, command.code)
  const hash = await hashPassword(command.password)
  await inTransaction(call, async (within) => {
    const account = await findAccountByName(within.db, contact.value)
    if (!account) throw new Refusal('accounts.wrong-code')
    await setPasswordHash(within.db, account.id, hash, within.now)
    await removeOtherSessions(within.db, account.id, null)
    recordAudit(within, 'accounts.password-reset', HOUSE_CHAIN, account.id)
  })
}

/** The signed-in person changes the password; other sessions end. */
export async function changePassword(
  call: Call,
  command: { accountId: string; sessionId: string; old: string; password: string },
) {
  await spend(call.db, `unlock ${command.accountId}`, { most: 10, seconds: 600 }, call.now)
  const account = await findAccount(call.db, command.accountId)
  if (!(await passwordMatches(account?.passwordHash, command.old))) throw new Refusal('accounts.wrong-password')
  requireGoodPassword(command.password)
  const hash = await hashPassword(command.password)
  await inTransaction(call, async (within) => {
    await setPasswordHash(within.db, command.accountId, hash, within.now)
    await removeOtherSessions(within.db, command.accountId, command.sessionId)
    recordAudit(within, 'accounts.password-changed', HOUSE_CHAIN, command.accountId)
  })
}
