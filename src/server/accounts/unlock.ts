import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { beginTry } from './delays.ts'
import { passwordMatches } from './passwords.ts'
import { findAccount } from './queries.ts'
import { recordRefusedTry } from './refused-tries.ts'
import { type SessionRow, setLocked, touchSession } from './session-queries.ts'
import { type Renewed, renewToken } from './sessions.ts'

/**
 * The same person opens a locked page with the password; the session goes on under a new token. Wrong ones make this session wait, no other.
 * @throws Refusal `accounts.wrong-password`, `accounts.wait`.
 */
export async function unlockSession(call: Call, session: SessionRow, password: string): Promise<Renewed> {
  const attempt = await beginTry(call, `unlock ${session.id}`)
  const account = await findAccount(call.db, session.accountId)
  if (!(await passwordMatches(account?.passwordHash, password))) {
    await recordRefusedTry(call, 'accounts.unlock-failed', session.accountId, { session: session.id })
    throw new Refusal('accounts.wrong-password')
  }
  await attempt.right()
  return inTransaction(call, async (within) => {
    await setLocked(within.db, session.id, null)
    await touchSession(within.db, session.id, within.now)
    recordAudit(within, 'accounts.unlocked', HOUSE_CHAIN, session.accountId, { session: session.id })
    return renewToken(within.db, session)
  })
}
