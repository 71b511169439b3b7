import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { networkOf } from '#server/platform/network.ts'
import { queueMessage } from '#server/platform/outbox.ts'
import { giveBack, limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { findCode, insertCode, markCodeUsed, markProved, takeProof, tryCode } from './code-queries.ts'
import type { Contact } from './contact.ts'

/** NIST SP 800-63B: a code that is sent is good for ten minutes at most. */
const MINUTES = 10
/** How long a proved contact may be made use of. */
const PROVED_MINUTES = 30
const MOST_TRIES = 5

/** Why a code was asked for: to get in (a new account or a new password), for a new contact, or to open papers on a new device. */
export type CodeReason = 'enter' | 'contact' | 'device'
type Facts = {
  kind: Contact['kind']
  value: string
  reason: CodeReason
  network: string
  accountId?: string
  shown?: string
}

/** A code on its way, or given rightly. `shown`: the code itself, where the demonstration has nothing to send it by and it was not used. */
export type ContactCode = {
  contact: Contact
  reason: CodeReason
  accountId: string | null
  proved: boolean
  shown: string | null
}

const targetOf = (flow: string) => `flow ${createHash('sha256').update(flow).digest('hex')}`
const hashOf = (sealing: Sealing, target: string, code: string) =>
  sealing.fingerprint(`one-time code ${target} ${code}`)
const isFlow = (flow: string | undefined): flow is string => flow !== undefined && /^[\w-]{43}$/.test(flow)

/**
 * Sends a code of six digits to a phone or an e-mail address, whether anybody has an account by it or not: the answer, its limits and its
 * work are the same. The code belongs to the browser that asked (`flow`, for a cookie): nobody else ends it or uses up its tries. It is kept
 * only as a keyed hash.
 * @throws Refusal `platform.too-often`.
 */
export async function sendContactCode(
  call: Call,
  sealing: Sealing,
  command: { contact: Contact; reason: CodeReason; accountId?: string; flow?: string | undefined; shown: boolean },
): Promise<{ flow: string; code: string }> {
  const { contact, reason, accountId } = command
  const network = networkOf(call.origin?.ip)
  await limitBy(call, 'code.contact-network', `${contact.value} ${network}`)
  await limitBy(call, 'code.contact', contact.value)
  await limitBy(call, 'code.contact-day', contact.value)
  await limitBy(call, 'code.network', network)
  const flow = isFlow(command.flow) ? command.flow : randomBytes(32).toString('base64url')
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const target = targetOf(flow)
  const facts: Facts = { kind: contact.kind, value: contact.value, reason, network }
  if (accountId) facts.accountId = accountId
  if (command.shown) facts.shown = sealing.seal(code).toString('base64')
  await inTransaction(call, async (within) => {
    const { db, now } = within
    const expiresAt = new Date(now.getTime() + MINUTES * 60_000)
    const codeHash = hashOf(sealing, target, code)
    await insertCode(db, { id: newId(now), purpose: 'confirm-contact', target, codeHash, facts, now, expiresAt })
    await queueMessage(within, {
      channel: contact.kind === 'phone' ? 'sms' : 'email',
      recipient: contact.value,
      subject: 'Mã xác nhận',
      body: `Mã xác nhận của Ông/Bà là ${code}, dùng trong ${MINUTES} phút. Không đọc mã này cho ai.`,
      about: 'code',
      secretUntil: new Date(within.now.getTime() + MINUTES * 60_000),
    })
  })
  return { flow, code }
}

const contactCodeOf = (facts: Facts, proved: boolean, shown: string | null): ContactCode => ({
  contact: { kind: facts.kind, value: facts.value },
  reason: facts.reason,
  accountId: facts.accountId ?? null,
  proved,
  shown,
})

/** What was asked for in this browser; undefined when nothing was, or it has had its time. */
export async function findContactCode(
  { db, now }: Pick<Call, 'db' | 'now'>,
  sealing: Sealing,
  flow: string | undefined,
): Promise<ContactCode | undefined> {
  const row = isFlow(flow) ? await findCode(db, targetOf(flow), now) : undefined
  if (!row) return undefined
  const facts = row.facts as Facts
  const shown = facts.shown && !row.proved ? sealing.unseal(Buffer.from(facts.shown, 'base64')) : null
  return contactCodeOf(facts, row.proved, shown)
}

/**
 * Gives the code: the contact is proved for half an hour. Five wrong tries end a code; each is counted although it is refused.
 * @throws Refusal `accounts.wrong-code`, `platform.too-often`.
 */
export async function proveContact(
  call: Call,
  sealing: Sealing,
  flow: string | undefined,
  code: string,
): Promise<ContactCode> {
  const { db, now } = call
  if (!isFlow(flow)) throw new Refusal('accounts.code-over')
  const target = targetOf(flow)
  const known = await findCode(db, target, now)
  if (!known) throw new Refusal('accounts.code-over')
  if (known.proved) return contactCodeOf(known.facts as Facts, true, null)
  const use = await limitBy(call, 'code-try.network', networkOf(call.origin?.ip))
  const waiting = await tryCode(db, target, 'confirm-contact', now, MOST_TRIES)
  if (!waiting) throw new Refusal('accounts.code-used-up')
  const given = `one-time code ${target} ${code.replace(/\D/g, '')}`
  const right = sealing.fingerprints(given).some((each) => timingSafeEqual(waiting.code_hash, each))
  const until = new Date(now.getTime() + PROVED_MINUTES * 60_000)
  if (!right || !(await markUsed(db, waiting.id, now, until))) throw new Refusal('accounts.wrong-code')
  const facts = waiting.facts as Facts
  await Promise.all([use.giveBack(), giveBack(db, 'code.network', facts.network)])
  return contactCodeOf(facts, true, null)
}

async function markUsed(db: Db, id: string, now: Date, until: Date): Promise<boolean> {
  const used = await markCodeUsed(db, id, now, until)
  if (used) await markProved(db, id)
  return used
}

/** Makes use of a proved contact, once, in the transaction of what it is used for. @throws Refusal `accounts.code-over`. */
export async function takeProvedContact(within: Call, flow: string | undefined): Promise<ContactCode> {
  const facts = isFlow(flow) ? await takeProof(within.db, targetOf(flow), within.now) : undefined
  if (!facts) throw new Refusal('accounts.code-over')
  return contactCodeOf(facts as Facts, true, null)
}
