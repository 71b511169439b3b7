import type { Call } from './call.ts'
import { houseKeyOf } from './house-key.ts'
import { newId } from './ids.ts'

export type NewMessage = {
  channel: 'email' | 'sms'
  recipient: string
  subject?: string
  body: string
  about?: string
  /** The body holds a secret (mã xác nhận) that is good until then: kept sealed, shown to nobody, gone when it is sent, fails or runs out. */
  secretUntil?: Date
}

/** What stands on pages and in exports in the place of a secret. */
export const SECRET_WORDS = 'Mã xác nhận (không hiển thị)'
/** What stands there when the words of a message have gone after their days. */
export const GONE_WORDS = '(nội dung đã xóa)'

/** What a message with a code says, in its subject or its words, beside six digits: it is never queued in clear. */
const SAYS_CODE = /mã xác nhận|mã đăng nhập/iu
const SIX_DIGITS = /(?<!\d)\d{6}(?!\d)/

/** Puts a message on its way in the transaction of the call; a job sends it, at least once. @throws Error for a code without `secretUntil`. */
export async function queueMessage({ db, now }: Pick<Call, 'db' | 'now'>, message: NewMessage) {
  const { secretUntil } = message
  const said = `${message.subject ?? ''} ${message.body}`.normalize('NFC')
  if (!secretUntil && SAYS_CODE.test(said) && SIX_DIGITS.test(said))
    throw new Error('A message with a code is queued with `secretUntil`, so that it is kept sealed')
  await db
    .insertInto('outbox_message')
    .values({
      id: newId(now),
      channel: message.channel,
      recipient: message.recipient,
      subject: message.subject ?? null,
      body: secretUntil ? '' : message.body,
      sealed: secretUntil ? houseKeyOf(db).seal(message.body) : null,
      secret_until: secretUntil ?? null,
      about: message.about ?? null,
      created_at: now,
    })
    .execute()
}
