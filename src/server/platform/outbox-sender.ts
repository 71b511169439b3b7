import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type { Db } from './call.ts'
import { log } from './log.ts'
import type { Settings } from './settings.ts'

type Message = {
  id: string
  channel: 'email' | 'sms'
  recipient: string
  subject: string | null
  body: string
  tries: number
}
type Send = (message: Message) => Promise<void>
const MOST_TRIES = 10

/** How messages leave: e-mail by SMTP_URL, SMS by a POST of JSON to SMS_URL; undefined where nothing is set, and the message is kept. */
export function channels(settings: Settings): { email: Send | undefined; sms: Send | undefined } {
  const transport = settings.smtpUrl ? createTransport(settings.smtpUrl) : undefined
  const { smsUrl } = settings
  return {
    email: transport
      ? async ({ recipient, subject, body }) =>
          void (await transport.sendMail({
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
          if (!answer.ok) throw new Error(`SMS gateway answered ${answer.status}`)
        }
      : undefined,
  }
}

/** Sends what waits, at least once; failures wait longer each time and end as `failed` after ten tries. */
export async function sendWaiting(db: Db, send: ReturnType<typeof channels>, now: Date) {
  const { rows } =
    await sql<Message>`update outbox_message set retry_at = ${now}::timestamptz + interval '2 minutes' where id in (
      select id from outbox_message where state = 'waiting' and (retry_at is null or retry_at <= ${now})
      order by id limit 100 for update skip locked)
    returning id, channel, recipient, subject, body, tries`.execute(db)
  for (const message of rows) {
    const by = send[message.channel]
    if (!by) {
      await sql`update outbox_message set state = 'kept', retry_at = null where id = ${message.id}::uuid`.execute(db)
      continue
    }
    try {
      await by(message)
      await sql`update outbox_message set state = 'sent', sent_at = ${now}, retry_at = null where id = ${message.id}::uuid`.execute(
        db,
      )
    } catch (error) {
      log('warn', 'message not sent', { id: message.id, channel: message.channel, tries: message.tries + 1 })
      await sql`update outbox_message set tries = tries + 1, last_error = ${String((error as Error).message).slice(0, 500)},
        state = case when tries + 1 >= ${MOST_TRIES} then 'failed' else 'waiting' end,
        retry_at = ${now}::timestamptz + least(21600, 30 * 2 ^ tries) * interval '1 second' where id = ${message.id}::uuid`.execute(
        db,
      )
    }
  }
  return rows.length
}
