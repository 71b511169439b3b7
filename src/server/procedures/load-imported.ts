import { createHash } from 'node:crypto'
import { ruleSetOn } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { endImported, insertImported, listLatestSources, withdrawImported } from './queries-import.ts'
import type { ProcedureContent } from './schema.ts'
import { contentColumns } from './version-row.ts'

export type Imported = { content: ProcedureContent; decision: string }
export type ImportCount = { added: number; changed: number; same: number; kept: string[] }

const hashOf = (each: Imported) => createHash('sha256').update(JSON.stringify(each)).digest('hex')

const rowOf = (each: Imported, version: number, ruleSetId: string, now: Date) => {
  const { content } = each
  const on = vietnamDate(now)
  return {
    id: newId(now),
    ...contentColumns(content),
    version,
    state: 'published',
    rule_set_id: ruleSetId,
    source: 'import',
    import_hash: hashOf(each),
    effective_from: on,
    publishing_number: each.decision || 'Danh mục nhập, không rõ số',
    publishing_on: on,
    created_at: now,
    published_at: now,
  }
}

/**
 * Loads a catalogue in bulk. A line that was loaded before is left alone; a changed line ends the imported version the day before and
 * publishes its follower (one that was imported today was never in force before, so it is withdrawn); a code that was seeded or edited here is never touched.
 */
export async function loadImported(call: Call, list: readonly Imported[]): Promise<ImportCount> {
  return inTransaction(call, async (tx) => {
    const { db, now } = tx
    const [latest, ruleSet] = await Promise.all([listLatestSources(db), ruleSetOn(db, vietnamDate(now))])
    const count: ImportCount = { added: 0, changed: 0, same: 0, kept: [] }
    const rows: ReturnType<typeof rowOf>[] = []
    const replaced: string[] = []
    for (const each of list) {
      const before = latest.get(each.content.code)
      if (before?.foreign) count.kept.push(each.content.code)
      else if (before?.importHash === hashOf(each)) count.same += 1
      else {
        rows.push(rowOf(each, (before?.version ?? 0) + 1, ruleSet.id, now))
        if (before) replaced.push(each.content.code)
        count[before ? 'changed' : 'added'] += 1
      }
    }
    if (replaced.length > 0) {
      const today = vietnamDate(now)
      await withdrawImported(db, replaced, today)
      await endImported(db, replaced, today)
    }
    for (let at = 0; at < rows.length; at += 200) await insertImported(db, rows.slice(at, at + 200), now)
    const { kept, ...numbers } = count
    if (rows.length > 0) recordAudit(tx, 'procedures.import', HOUSE_CHAIN, null, { ...numbers, kept: kept.length })
    return count
  })
}
