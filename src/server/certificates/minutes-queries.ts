import { sql } from 'kysely'
import type { Call, Db } from '#server/platform/call.ts'
import type { MakeMinutes } from './schema.ts'

export const insertMinutes = ({ db, now, actor }: Call, row: MakeMinutes & { id: string; paperId: string }) =>
  db
    .insertInto('token_minutes')
    .values({
      ...{ id: row.id, certificate_id: row.certificateId, kind: row.kind, token_serial: row.tokenSerial.trim() },
      ...{ giver: row.giver.trim(), receiver: row.receiver.trim(), on_day: row.onDay, note: row.note.trim() },
      ...{ giver_title: row.giverTitle.trim(), receiver_title: row.receiverTitle.trim(), paper_id: row.paperId },
      ...{ made_at: now, made_by: actor.id },
    })
    .execute()

const selected = (db: Db) =>
  db
    .selectFrom('token_minutes')
    .select(['id', 'token_serial as tokenSerial', 'giver', 'receiver', 'on_day as onDay', 'note'])
    .select(['giver_title as giverTitle', 'receiver_title as receiverTitle', 'paper_id as paperId'])
    .select(sql<'hand-over' | 'return'>`kind`.as('kind'))

export const listMinutes = (db: Db, certificateId: string) =>
  selected(db).where('certificate_id', '=', certificateId).orderBy('made_at').orderBy('id').execute()

export const findMinutes = (db: Db, of: { certificateId: string; minutesId: string }) =>
  selected(db)
    .where(sql<string>`id::text`, '=', of.minutesId)
    .where(sql<string>`certificate_id::text`, '=', of.certificateId)
    .executeTakeFirst()
