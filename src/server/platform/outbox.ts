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

/** Puts a message on its way in the transaction of the call; a job sends it, at least once. */
export async function queueMessage({ db, now }: Pick<Call, 'db' | 'now'>, message: NewMessage) {
  const { secretUntil } = message
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
