import { randomInt } from 'node:crypto'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { insertCode } from './code-queries.ts'
import { endSetupCodes } from './official-queries.ts'
import { hashOfToken } from './sessions.ts'

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const DAYS = 7

/** A one-time code that lets an official set his own password; an earlier one of the same account ends. Kept only as a hash. */
export async function newSetupCode({ db, now }: Call, accountId: string): Promise<{ code: string; until: Date }> {
  await endSetupCodes(db, accountId, now)
  const code = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const until = new Date(now.getTime() + DAYS * 86_400_000)
  await insertCode(db, {
    ...{ id: newId(now), purpose: 'claim', target: `claim ${hashOfToken(code).toString('hex')}` },
    ...{ codeHash: hashOfToken(code), facts: { accountId }, now, expiresAt: until },
  })
  return { code, until }
}
