import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type { Db } from './call.ts'
import { houseKeyOf } from './house-key.ts'
import { log } from './log.ts'
import type { Settings } from './settings.ts'

type Message = {
  id: string
  channel: 'email' | 'sms'
  recipient: string
  subject: string | null
  body: string
  tries: number
  sealed: Buffer | null
  secret_until: Date | null
}
type Send = (message: Message) => Promise<void>
const MOST_TRIES = 10
const MOST_AT_ONCE = 100
/** A message in hand is left alone by others for as long; the waits below end well before. */
const LEASE = '5 minutes'
const SMTP_WAITS = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }

/** The other side said that it will never take this message: trying again would not help, somebody must look. */
class RefusedForGood extends Error {}

const isForGood = (error: unknown) => {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  return (
    error instanceof RefusedForGood || (['EENVELOPE', 'EMESSAGE'].includes(code ?? '') && (responseCode ?? 0) >= 500)
  )
}

/** How messages leave: e-mail by SMTP_URL, SMS by a POST of JSON to SMS_URL; undefined where nothing is set, and the message is kept. */
export function channels(settings: Settings): { email: Send | undefined; sms: Send | undefined } {
  const transport = settings.smtpUrl ? createTransport({ url: settings.smtpUrl, ...SMTP_WAITS }) : undefined
  const { smsUrl } = settings
  return {
    email: transport
      ? async ({ id, recipient, subject, body }) =>
          void (await transport.sendMail({
            // The same at each try: whoever gets a message twice can tell.
            messageId: `<${id}@${settings.mailFrom.match(/@([\w.-]+)/)?.[1] ?? 'dinh.invalid'}>`,
            from: settings.mailFrom,
            to: recipient,
            subject: subject ?? '',
            text: body,
          }))
      : undefined,
    sms: smsUrl
      ? async ({ id, recipient, body }) => {
          const answer = await fetch(smsUrl, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': id },
            body: JSON.stringify({ to: recipient, text: body }),
            signal: AbortSignal.timeout(10_000),
          })
          if ([400, 404, 422].includes(answer.status))
            throw new RefusedForGood(`SMS gateway refused with ${answer.status}`)
          if (!answer.ok) throw new Error(`SMS gateway answered ${answer.status}`)
        }
      : undefined,
  }
}

/** Takes the oldest message that waits; two senders never hold the same one. */
async function takeWaiting(db: Db, now: Date): Promise<Message | undefined> {
  const { rows } =
    await sql<Message>`update outbox_message set retry_at = ${now}::timestamptz + ${LEASE}::interval where id in (
      select id from outbox_message where state = 'waiting' and (retry_at is null or retry_at <= ${now} or retry_at > ${now}::timestamptz + interval '12 hours')
      order by id limit 1 for update skip locked)
    returning id, channel, recipient, subject, body, tries, sealed, secret_until`.execute(db)
  return rows[0]
}

/**
 * Sends what waits. What the other side acknowledged is sent once; when the connection is cut or the program killed after the message went
 * over and before the acknowledgement came back, it is sent again, under the same Message-ID or idempotency key: at least once, never lost.
 * Failures wait longer each time and end as `failed` after ten tries, or at once when the other side refuses for good; without a channel a message is `kept`.
 */
export async function sendWaiting(db: Db, send: ReturnType<typeof channels>, now: Date): Promise<number> {
  for (let taken = 0; taken < MOST_AT_ONCE; taken += 1) {
    const message = await takeWaiting(db, now)
    if (!message) return taken
    await sendOne(db, send[message.channel], message, now)
  }
  return MOST_AT_ONCE
}

/** What the other side said; a gateway that repeats the message in its error must not put a code onto the page. */
const toldOf = (error: unknown, secret: boolean) => {
  const words = String((error as Error).message).slice(0, 500)
  return secret ? words.replaceAll(/\d{4,}/g, '…') : words
}

async function sendOne(db: Db, by: Send | undefined, message: Message, now: Date) {
  const { id, channel, tries, secret_until: secretUntil } = message
  if (secretUntil && secretUntil <= now) {
    log('warn', 'message not sent', { id, channel, tries, ended: true })
    await sql`update outbox_message set state = 'failed', sealed = null, retry_at = null, last_error = 'mã đã hết hạn'
      where id = ${id}::uuid`.execute(db)
    return
  }
  if (!by) {
    await sql`update outbox_message set state = 'kept', sealed = null, retry_at = null where id = ${id}::uuid`.execute(
      db,
    )
    return
  }
  try {
    await by(message.sealed ? { ...message, body: houseKeyOf(db).unseal(message.sealed) } : message)
  } catch (error) {
    const ended = isForGood(error) || tries + 1 >= MOST_TRIES
    log('warn', 'message not sent', { id, channel, tries: tries + 1, ended })
    await sql`update outbox_message set tries = tries + 1, last_error = ${toldOf(error, secretUntil !== null)}, sealed = case when ${ended} then null else sealed end,
      state = ${ended ? 'failed' : 'waiting'}, retry_at = ${now}::timestamptz + least(21600, 30 * 2 ^ tries) * interval '1 second'
      where id = ${id}::uuid`.execute(db)
    return
  }
  await sql`update outbox_message set state = 'sent', sent_at = ${now}, sealed = null, retry_at = null, last_error = null where id = ${id}::uuid`.execute(
    db,
  )
}
