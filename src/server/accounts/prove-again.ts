import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { faulty, kept, type Reading } from '#server/platform/values/index.ts'
import { beginTry } from './delays.ts'
import { passwordMatches } from './passwords.ts'
import { type Account, findAccount, useTotpStep } from './queries.ts'
import { recordRefusedTry } from './refused-tries.ts'
import { stepOfCode } from './second-factor.ts'
import type { SessionRow } from './session-queries.ts'

/** What somebody signed in gives once more before the way of signing in is changed. */
export type GivenAgain = { password: string; code: string }

/** Without a password of its own (national identity) a sign-in of the last ten minutes counts as the proof. */
const FRESH_MS = 10 * 60_000

/**
 * The password and, where one is set, the second factor, given again: an unlocked screen is not enough to change how somebody signs in.
 * Gives the readings for the fields `oldPassword` and `oldCode`, so that their faults are told with the others. Wrong ones make this session wait.
 * @throws Refusal `accounts.wait`, `accounts.sign-in-again`.
 */
export async function readProofAgain(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  given: GivenAgain,
): Promise<{ account: Account; oldPassword: Reading<string>; oldCode: Reading<string> }> {
  const account = await findAccount(call.db, session.accountId)
  if (!account) throw new Refusal('accounts.unknown')
  if (!account.passwordHash && call.now.getTime() - session.createdAt.getTime() > FRESH_MS)
    throw new Refusal('accounts.sign-in-again')
  const attempt = await beginTry(call, `proof ${session.id}`)
  const matches = !account.passwordHash || (await passwordMatches(account.passwordHash, given.password))
  const codeRight = !account.totpSecretSealed || (matches && (await usesCode(call, sealing, account, given.code)))
  if (matches && codeRight) await attempt.right()
  else await recordRefusedTry(call, 'accounts.proof-failed', account.id, { session: session.id })
  return {
    account,
    oldPassword: matches ? kept('') : faulty(given.password ? 'old-password-wrong' : 'old-password-missing'),
    oldCode: codeRight
      ? kept('')
      : faulty(given.code ? (matches ? 'old-code-wrong' : 'old-code-again') : 'old-code-missing'),
  }
}

/** A code is used up only with the right password beside it. */
async function usesCode(call: Call, sealing: Sealing, account: Account, code: string): Promise<boolean> {
  const step = stepOfCode(sealing.unseal(account.totpSecretSealed!), code, call.now)
  return step !== null && (await useTotpStep(call.db, account.id, step, call.now))
}
