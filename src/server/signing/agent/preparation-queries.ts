import type { Db } from '#server/platform/call.ts'

/** A signature prepared here, whose value is made at the signer's machine. */
export type Preparation = {
  id: string
  paperId: string
  field: string
  paperRevision: number
  certificateId: string
  tail: Buffer
  contentsAt: number
  room: number
  messageDigest: Buffer
  notation: string | null
  preparedBy: string
  preparedAt: Date
}

export const findPreparation = (db: Db, id: string): Promise<Preparation | undefined> =>
  db
    .selectFrom('agent_preparation')
    .select([
      ...([
        'id',
        'paper_id as paperId',
        'field',
        'paper_revision as paperRevision',
        'tail',
        'room',
        'notation',
      ] as const),
      ...(['certificate_id as certificateId', 'contents_at as contentsAt', 'message_digest as messageDigest'] as const),
      ...(['prepared_by as preparedBy', 'prepared_at as preparedAt'] as const),
    ])
    .where('id', '=', id)
    .executeTakeFirst()

export async function insertPreparation(db: Db, row: Preparation) {
  await db
    .insertInto('agent_preparation')
    .values({
      ...{ id: row.id, paper_id: row.paperId, field: row.field, paper_revision: row.paperRevision, tail: row.tail },
      ...{ certificate_id: row.certificateId, contents_at: row.contentsAt, room: row.room, notation: row.notation },
      ...{ message_digest: row.messageDigest, prepared_by: row.preparedBy, prepared_at: row.preparedAt },
    })
    .execute()
}

/** Those that nobody finishes any more, and the earlier ones of the same person for the same place. */
export async function removePreparations(
  db: Db,
  of: { paperId: string; field: string; preparedBy: string; before: Date },
) {
  await db
    .deleteFrom('agent_preparation')
    .where((where) =>
      where.or([
        where('prepared_at', '<', of.before),
        where.and([
          where('paper_id', '=', of.paperId),
          where('field', '=', of.field),
          where('prepared_by', '=', of.preparedBy),
        ]),
      ]),
    )
    .execute()
}

/** Takes a preparation away: it serves once. False when somebody was first. */
export async function takePreparation(db: Db, id: string): Promise<boolean> {
  const row = await db.deleteFrom('agent_preparation').where('id', '=', id).returning('id').executeTakeFirst()
  return row !== undefined
}
