import type { Db } from '#server/platform/call.ts'
import { findPublishedId, findVersionRow } from './queries.ts'
import { ProcedureContent } from './schema.ts'

/** One version (phiên bản) as read; published versions never change, so they are remembered. */
export type ProcedureVersion = Omit<NonNullable<Awaited<ReturnType<typeof findVersionRow>>>, 'content'> & {
  content: ProcedureContent
}

const known = new Map<string, ProcedureVersion>()
const MOST = 500

/** The version with an id. @throws Error when there is none. */
export async function getVersion(db: Db, id: string): Promise<ProcedureVersion> {
  const remembered = known.get(id)
  if (remembered) return remembered
  const row = await findVersionRow(db, id)
  if (!row) throw new Error(`No procedure version ${id}`)
  const version = { ...row, content: ProcedureContent.parse(row.content) }
  if (row.state === 'published') {
    if (known.size >= MOST) known.delete(known.keys().next().value!)
    known.set(id, version)
  }
  return version
}

/** The version of a code in force on a day (YYYY-MM-DD). */
export async function findPublished(db: Db, code: string, on: string): Promise<ProcedureVersion | undefined> {
  const id = await findPublishedId(db, code, on)
  return id ? getVersion(db, id) : undefined
}
