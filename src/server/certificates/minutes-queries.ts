import { sql } from 'kysely'
import type { Call, Db } from '#server/platform/call.ts'
import type { MakeMinutes } from './schema.ts'

export const insertMinutes = ({ db, now, actor }: Call, row: MakeMinutes & { id: string }) =>
  db
    .insertInto('token_minutes')
    .values({
      ...{ id: row.id, certificate_id: row.certificateId, kind: row.kind, token_serial: row.tokenSerial.trim() },
      ...{ giver: row.giver.trim(), receiver: row.receiver.trim(), on_day: row.onDay, note: row.note.trim() },
      ...{ made_at: now, made_by: actor.id },
    })
    .execute()

export const listMinutes = (db: Db, certificateId: string) =>
  db
    .selectFrom('token_minutes')
    .select(['id', 'token_serial as tokenSerial', 'giver', 'receiver', 'on_day as onDay', 'note'])
    .select(sql<'hand-over' | 'return'>`kind`.as('kind'))
    .where('certificate_id', '=', certificateId)
    .orderBy('made_at')
    .orderBy('id')
    .execute()
