import { rootOf } from '#server/platform/db/connection.ts'
import type { Call } from '#server/platform/call.ts'
import { LIMITS } from '#server/platform/limits.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { findAccount, useTotpStep } from './queries.ts'
import { recordRefusedTry } from './refused-tries.ts'
import { stepOfCode } from './second-factor.ts'

/** Wrong codes in ten minutes after which nobody may try again for a while. */
export const MOST_WRONG_CODES = LIMITS['second-factor.act'].most

/**
 * The second factor given once more for one act (mã 6 số khi ký số). Only wrong codes are counted, also when many come at once; a code
 * opens once, and what it opened stays opened though the act is refused afterwards.
 * @throws Refusal `accounts.second-factor-missing`, `accounts.code-for-act-wrong`, `platform.too-often`.
 */
export async function proveSecondFactor(call: Call, sealing: Sealing, code: string): Promise<void> {
  const { db, now, actor } = call
  const root = rootOf(db)
  const account = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(actor.id) ? await findAccount(root, actor.id) : undefined
  if (!account?.totpSecretSealed) throw new Refusal('accounts.second-factor-missing')
  if (!code.trim()) throw new Refusal('accounts.code-for-act-missing')
  const use = await limitBy(call, 'second-factor.act', account.id)
  const step = stepOfCode(sealing.unseal(account.totpSecretSealed), code, now)
  if (step === null || !(await useTotpStep(root, account.id, step, now))) {
    await recordRefusedTry(call, 'accounts.code-for-act-failed', account.id)
    throw new Refusal('accounts.code-for-act-wrong')
  }
  await use.giveBack()
}
