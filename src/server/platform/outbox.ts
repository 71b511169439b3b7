import type { Call } from './call.ts'
import { newId } from './ids.ts'

export type NewMessage = { channel: 'email' | 'sms'; recipient: string; subject?: string; body: string; about?: string }

/** Puts a message on its way in the transaction of the call; a job sends it, at least once. */
export async function queueMessage({ db, now }: Pick<Call, 'db' | 'now'>, message: NewMessage) {
  await db
    .insertInto('outbox_message')
    .values({
      ...{ id: newId(now), channel: message.channel, recipient: message.recipient, subject: message.subject ?? null },
      ...{ body: message.body, about: message.about ?? null, created_at: now },
    })
    .execute()
}
