import { Secret, TOTP } from 'otpauth'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { spend } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { findAccount, setTotp, useTotpStep } from './queries.ts'
import { type SessionRow, setSecondFactor } from './session-queries.ts'

const totpOf = (secret: string, label = '') => new TOTP({ issuer: 'Đình', label, secret: Secret.fromBase32(secret) })
const STEP = 30

/** The time step a code belongs to, one step before or after now allowed (RFC 6238); null when it is wrong. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code.replace(/\D/g, ''), timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP) + delta
}

/** A secret to be shown once as a QR code, sealed until a first code proves that it was taken over. */
export function newTotpSecret(name: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: totpOf(secret, name).toString() }
}

/** The second factor of a signed-in session. A code opens once; ten tries in ten minutes. @throws Refusal `accounts.wrong-code`. */
export async function giveSecondFactor(call: Call, sealing: Sealing, session: SessionRow, code: string) {
  const { db, now } = call
  await spend(db, `second factor ${session.accountId}`, { most: 10, seconds: 600 }, now)
  const account = await findAccount(db, session.accountId)
  const step = account?.totpSecretSealed ? stepOfCode(sealing.unseal(account.totpSecretSealed), code, now) : null
  await inTransaction(call, async (within) => {
    if (step === null || !(await useTotpStep(within.db, session.accountId, step)))
      throw new Refusal('accounts.wrong-code')
    await setSecondFactor(within.db, session.id, now)
    recordAudit(within, 'accounts.second-factor-given', HOUSE_CHAIN, session.accountId)
  })
}

/** Sets up the second factor: the secret shown, and a first code made with it. */
export async function setUpSecondFactor(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  secret: string,
  code: string,
) {
  const { now } = call
  const step = /^[A-Z2-7]{32}$/.test(secret) ? stepOfCode(secret, code, now) : null
  if (step === null) throw new Refusal('accounts.wrong-code')
  await inTransaction(call, async (within) => {
    await setTotp(within.db, session.accountId, sealing.seal(secret))
    await useTotpStep(within.db, session.accountId, step)
    await setSecondFactor(within.db, session.id, now)
    recordAudit(within, 'accounts.second-factor-set', HOUSE_CHAIN, session.accountId)
  })
}
