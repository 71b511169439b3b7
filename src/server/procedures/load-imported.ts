import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertImported, listLatestSources, withdrawImported } from './queries-import.ts'
import type { ProcedureContent } from './schema.ts'
import { tokensOf } from './search/tokens.ts'

export type Imported = { content: ProcedureContent; decision: string }
export type ImportCount = { added: number; changed: number; same: number; kept: string[] }

const hashOf = (each: Imported) => createHash('sha256').update(JSON.stringify(each)).digest('hex')
const array = (tokens: string[]) => `{${[...new Set(tokens)].map((token) => `"${token}"`).join(',')}}`

const rowOf = (each: Imported, version: number, now: Date) => {
  const { content } = each
  const on = vietnamDate(now)
  const named = array(tokensOf(content.name))
  const rest = array(tokensOf(content.field))
  return {
    id: newId(now),
    code: content.code,
    version,
    state: 'published',
    rule_set_id: 'three-tier',
    source: 'import',
    import_hash: hashOf(each),
    content: JSON.stringify(content),
    name: content.name,
    field: content.field,
    tier: content.tier,
    tiers: content.tiers,
    level: content.level,
    audiences: content.audiences,
    implementing_body: content.implementingBody,
    fillable: false,
    effective_from: on,
    publishing_number: each.decision || 'Danh mục nhập, không rõ số',
    publishing_on: on,
    created_at: now,
    published_at: now,
    fold_name: fold(content.name),
    search: sql<string>`setweight(array_to_tsvector(${named}::text[]), 'B') || setweight(array_to_tsvector(${rest}::text[]), 'C')`,
  }
}

/**
 * Loads a catalogue in bulk. A line that was loaded before is left alone; a changed line withdraws the imported version and
 * publishes its follower; a code that was seeded or edited here is never touched.
 */
export async function loadImported(db: Db, list: readonly Imported[], now: Date): Promise<ImportCount> {
  return db.transaction().execute(async (trx) => {
    const latest = await listLatestSources(trx)
    const count: ImportCount = { added: 0, changed: 0, same: 0, kept: [] }
    const rows: ReturnType<typeof rowOf>[] = []
    const replaced: string[] = []
    for (const each of list) {
      const before = latest.get(each.content.code)
      if (before?.foreign) count.kept.push(each.content.code)
      else if (before?.importHash === hashOf(each)) count.same += 1
      else {
        rows.push(rowOf(each, (before?.version ?? 0) + 1, now))
        if (before) replaced.push(each.content.code)
        count[before ? 'changed' : 'added'] += 1
      }
    }
    if (replaced.length > 0) await withdrawImported(trx, replaced)
    for (let at = 0; at < rows.length; at += 200) await insertImported(trx, rows.slice(at, at + 200), now)
    return count
  })
}
