import { randomInt, timingSafeEqual } from 'node:crypto'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { houseKeyOf } from '#server/platform/house-key.ts'
import { newId } from '#server/platform/ids.ts'
import { queueMessage } from '#server/platform/outbox.ts'
import { spend } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type CodePurpose, insertCode, markCodeUsed, tryCode } from './code-queries.ts'
import type { Contact } from './contact.ts'

/** NIST SP 800-63B: a code that is sent is good for ten minutes at most. */
const MINUTES = 10
const MOST_TRIES = 5
/** Six digits are guessed at once from a bare hash: they are kept under the key of the house. */
const hashOf = (db: Db, target: string, code: string) => houseKeyOf(db).fingerprint(`code ${target} ${code}`)

/** Makes a code of six digits for a target; returned to be shown or sent, kept only as a hash. An earlier code of the same kind ends. */
export async function makeCode(
  call: Call,
  purpose: CodePurpose,
  target: string,
  facts: Record<string, unknown> = {},
  minutes = MINUTES,
): Promise<string> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  await inTransaction(call, ({ db, now }) =>
    insertCode(db, {
      id: newId(now),
      purpose,
      target,
      codeHash: hashOf(db, target, code),
      facts,
      now,
      expiresAt: new Date(now.getTime() + minutes * 60_000),
    }),
  )
  return code
}

/** Sends a code to a phone or an e-mail address; at most five an hour to one contact, twenty from one place. */
export async function sendCode(
  call: Call,
  purpose: CodePurpose,
  contact: Contact,
  facts: Record<string, unknown> = {},
): Promise<string> {
  const { db, now, origin } = call
  await spend(db, `code ${contact.value}`, { most: 5, seconds: 3600 }, now)
  await spend(db, `code from ${origin?.ip ?? ''}`, { most: 20, seconds: 3600 }, now)
  return inTransaction(call, async (within) => {
    const code = await makeCode(within, purpose, contact.value, facts)
    const body = `Mã xác nhận của Ông/Bà là ${code}, dùng trong ${MINUTES} phút. Không đọc mã này cho ai.`
    await queueMessage(within, {
      channel: contact.kind === 'phone' ? 'sms' : 'email',
      recipient: contact.value,
      subject: 'Mã xác nhận',
      body,
      about: purpose,
      secretUntil: new Date(now.getTime() + MINUTES * 60_000),
    })
    return code
  })
}

/** Uses a code; five wrong tries end it. The try is counted although it is refused. @throws Refusal `accounts.wrong-code`. */
export async function useCode(
  call: Call,
  purpose: CodePurpose,
  target: string,
  code: string,
): Promise<Record<string, unknown>> {
  const { db, now } = call
  await spend(db, `try ${purpose} ${target}`, { most: 15, seconds: 3600 }, now)
  const waiting = await tryCode(db, target, purpose, now, MOST_TRIES)
  const right = waiting !== undefined && timingSafeEqual(waiting.code_hash, hashOf(db, target, code.replace(/\D/g, '')))
  if (!right || !(await markCodeUsed(db, waiting.id, now))) throw new Refusal('accounts.wrong-code')
  return waiting.facts
}
