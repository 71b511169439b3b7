import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '#server/platform/refusal.ts'

// Argon2id is the library's standard; memory in KiB. OWASP's second setting, sized for a machine of two cores.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const TOO_COMMON = new Set(['123456789012', 'matkhau12345', 'password1234', 'qwertyuiop12'])

export const hashPassword = (password: string) => hash(password.normalize('NFC'), COST)

// Verified against when no account is there, so that the answer takes as long.
const nobody = hashPassword('mật khẩu của không ai cả')

/** Whether the password is right; takes the same work for an account that does not exist. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await nobody)
  const matches = await verify(against, password.normalize('NFC').slice(0, 1000))
  return stored ? matches : false
}

/** @throws Refusal `accounts.password-weak`: at least ten letters, not one of the commonest. */
export function requireGoodPassword(password: string) {
  if (
    password.normalize('NFC').length < 10 ||
    password.length > 500 ||
    TOO_COMMON.has(password.toLowerCase()) ||
    new Set(password).size < 5
  )
    throw new Refusal('accounts.password-weak')
}
