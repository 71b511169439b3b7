import { Secret, TOTP } from 'otpauth'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { beginTry } from './delays.ts'
import { rememberPlace } from './place-queries.ts'
import { placeOf } from './places.ts'
import { findAccount, useTotpStep } from './queries.ts'
import { recordRefusedTry } from './refused-tries.ts'
import { type SessionRow, setSecondFactor } from './session-queries.ts'
import { type Renewed, renewToken } from './sessions.ts'
import { stepOf } from './totp-steps.ts'

const totpOf = (secret: string, label = '') => new TOTP({ issuer: 'Đình', label, secret: Secret.fromBase32(secret) })

/** The time step a code belongs to, one step before or after now allowed (RFC 6238); null when it is wrong. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code.replace(/\D/g, ''), timestamp: now.getTime(), window: 1 })
  return delta === null ? null : stepOf(now) + delta
}

/** A secret to be shown once as a QR code, sealed until a first code proves that it was taken over. */
export function newTotpSecret(name: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: totpOf(secret, name).toString() }
}

/**
 * The second factor of a signed-in session, which goes on under a new token. A code opens once. Wrong ones make the place they come from
 * wait, as wrong passwords do: who knows the password elsewhere does not hold up the person.
 * @throws Refusal `accounts.wrong-code`, `accounts.wait`.
 */
export async function giveSecondFactor(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  code: string,
): Promise<Renewed> {
  const { now } = call
  const place = await placeOf(call, session.accountId, session.deviceHash)
  const elsewhere = place.familiar ? undefined : await limitBy(call, 'sign-in.elsewhere', session.accountId)
  const attempt = await beginTry(call, `second-factor ${session.accountId} ${place.key}`)
  const account = await findAccount(call.db, session.accountId)
  const step = account?.totpSecretSealed ? stepOfCode(sealing.unseal(account.totpSecretSealed), code, now) : null
  if (step === null || !(await useTotpStep(call.db, session.accountId, step, now))) {
    await recordRefusedTry(call, 'accounts.second-factor-failed', session.accountId)
    throw new Refusal('accounts.wrong-code')
  }
  await Promise.all([attempt.right(), elsewhere?.giveBack()])
  return inTransaction(call, async (within) => {
    await setSecondFactor(within.db, session.id, now)
    const { network } = place
    const { accountId, deviceHash } = session
    if (deviceHash) await rememberPlace(within.db, { accountId, deviceHash, network, codeAt: now, now })
    recordAudit(within, 'accounts.second-factor-given', HOUSE_CHAIN, session.accountId)
    return renewToken(within.db, session)
  })
}
