import { createHash, randomInt } from 'node:crypto'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { insertCode } from './code-queries.ts'

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LENGTH = 10
const hashOf = (code: string) => createHash('sha256').update(code).digest()

/** Ten letters and digits as they are typed from paper; undefined for what is no such code. */
export function readClaimCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return code.length === LENGTH ? code : undefined
}

export const claimTarget = (code: string) => `claim ${hashOf(code).toString('hex')}`

/**
 * A code that lets its holder set the password of an account once, for so many days; kept only as a hash of 49 random bits. `secondProof`:
 * using it is the second proof of an identity that a desk vouched for.
 */
export async function newClaimCode(
  { db, now }: Call,
  accountId: string,
  days: number,
  secondProof = false,
): Promise<{ code: string; until: Date }> {
  const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const until = new Date(now.getTime() + days * 86_400_000)
  const facts = secondProof ? { accountId, secondProof } : { accountId }
  const codeHash = hashOf(code)
  await insertCode(db, {
    id: newId(now),
    purpose: 'claim',
    target: claimTarget(code),
    codeHash,
    facts,
    now,
    expiresAt: until,
  })
  return { code, until }
}
