import { hash, verify } from '@node-rs/argon2'
import { faulty, kept, type Reading } from '#server/platform/values/reading.ts'
import { whyGuessable } from './guessable.ts'

// Argon2id is the library's standard; memory in KiB. OWASP's second setting, sized for a machine of two cores.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const LEAST = 10
const MOST = 500

export const hashPassword = (password: string) => hash(password.normalize('NFC'), COST)

// Verified against when no account is there, so that the answer takes as long.
const nobody = hashPassword('mật khẩu của không ai cả')

/** Whether the password is right; takes the same work for an account that does not exist. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await nobody)
  const matches = await verify(against, password.normalize('NFC').slice(0, 1000))
  return stored ? matches : false
}

/**
 * A new password: ten characters or more, of any kind (a sentence is good), not easily guessed. `own`: what the person is called. Rules:
 * OWASP ASVS 5.0, 6.2.
 */
export function readNewPassword(password: string, own: readonly (string | null | undefined)[]): Reading<string> {
  const length = [...password.normalize('NFC')].length
  if (length === 0) return faulty('password-missing')
  if (length < LEAST) return faulty('password-short', { length, least: LEAST })
  if (length > MOST) return faulty('password-long', { most: MOST })
  const why = whyGuessable(
    password,
    own.filter((each) => each !== null && each !== undefined),
  )
  if (why) return faulty(why === 'own' ? 'password-own' : 'password-listed')
  return kept(password)
}
