import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { spend } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { passwordMatches } from './passwords.ts'
import { findAccountByName, markFailed, markSignedIn } from './queries.ts'
import { startSession } from './sessions.ts'
import { readContact } from './contact.ts'

const MOST_FAILURES = 10
const LOCKED_MINUTES = 15

/**
 * Signs in by login name, phone or e-mail and password. The same answer and the same work whether the account exists, is locked, or the
 * password is wrong; failures are counted in a transaction of their own. `demonstration`: whether demonstration accounts are open here.
 */
export async function signIn(
  call: Call,
  command: { name: string; password: string; demonstration: boolean },
): Promise<{ token: string; expiresAt: Date }> {
  const { db, now, origin } = call
  await spend(db, `sign-in ${origin?.ip ?? ''}`, { most: 60, seconds: 600 }, now)
  const name = readContact(command.name)?.value ?? command.name.trim().toLowerCase()
  await spend(db, `sign-in ${name}`, { most: 20, seconds: 600 }, now)
  const account = await findAccountByName(db, name)
  const matches = await passwordMatches(account?.passwordHash, command.password)
  const open =
    account &&
    !account.disabledAt &&
    (!account.lockedUntil || account.lockedUntil <= now) &&
    (command.demonstration || !account.demonstration)
  if (!account || !matches || !open) {
    if (account)
      await inTransaction(call, async (within) => {
        await markFailed(within.db, account.id, now, MOST_FAILURES, LOCKED_MINUTES)
        recordAudit(within, 'accounts.sign-in-failed', HOUSE_CHAIN, account.id)
      })
    throw new Refusal('accounts.wrong-name-or-password')
  }
  return inTransaction(call, async (within) => {
    await markSignedIn(within.db, account.id)
    return startSession(within, account)
  })
}
