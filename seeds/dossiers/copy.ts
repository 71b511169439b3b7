import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Row } from './history.ts'

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A value in PostgreSQL's COPY text format. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  const text =
    value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (letter) => ESCAPES[letter]!) : text
}

/** Writes rows of one shape into a table by COPY. */
export async function copyRows(client: pg.PoolClient, table: string, rows: readonly Row[]) {
  const first = rows[0]
  if (!first) return
  const columns = Object.keys(first)
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  const done = once(stream, 'finish')
  let chunk = ''
  for (const row of rows) {
    for (let at = 0; at < columns.length; at += 1) chunk += (at === 0 ? '' : '\t') + cell(row[columns[at]!])
    chunk += '\n'
    if (chunk.length > 262_144) {
      if (!stream.write(chunk)) await once(stream, 'drain')
      chunk = ''
    }
  }
  stream.end(chunk)
  await done
}
