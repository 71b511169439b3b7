import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { PaperState } from './schema.ts'

export type IssuedLine = {
  id: string
  code: string
  title: string
  organisationId: string
  state: PaperState
  notation: string | null
  numberedOn: string
}
export type AfterIssued = { numberedOn: string; id: string }

/** Papers of these organisations that were numbered (đã vào số), newest first; by number as it is written, or of one thing. */
export async function listNumberedPapers(
  db: Db,
  organisationIds: readonly string[],
  wish: {
    notation?: string
    subjectId?: string
    states: readonly PaperState[]
    after?: AfterIssued | undefined
    limit: number
  },
): Promise<IssuedLine[]> {
  if (organisationIds.length === 0) return []
  const rows = await db
    .selectFrom('paper')
    .select(['id', 'code', 'title', 'organisation_id as organisationId', 'state', 'notation'])
    .select('numbered_on as numberedOn')
    .where(sql<boolean>`organisation_id = any(${[...organisationIds]}::text[])`)
    .where('numbered_on', 'is not', null)
    .where('state', 'in', [...wish.states])
    .$if(wish.notation !== undefined, (query) =>
      query.where(sql<boolean>`lower(notation) like ${`${wish.notation!.replace(/[\\%_]/g, '\\$&')}%`}`),
    )
    .$if(wish.subjectId !== undefined, (query) => query.where('subject_id', '=', wish.subjectId!))
    .$if(wish.after !== undefined, (query) =>
      query.where(sql<boolean>`(numbered_on, id) < (${wish.after!.numberedOn}::date, ${wish.after!.id}::uuid)`),
    )
    .orderBy('numbered_on', 'desc')
    .orderBy('id', 'desc')
    .limit(wish.limit)
    .execute()
  return rows as IssuedLine[]
}
