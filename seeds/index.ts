import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

type Seeder = (db: Db, now: Date) => Promise<unknown>
const PARTS = [
  ['directory', 'seedDirectory'],
  ['accounts', 'seedAccounts'],
  ['procedures', 'seedProcedures'],
  ['dossiers', 'seedDossiers'],
] as const

/** Seeds the demonstration province, each part once and whole: a part that fails leaves nothing behind, and a start that was cut short goes on. */
export async function seedDemonstration(db: Db, now: Date, only?: readonly string[]) {
  for (const [part, name] of PARTS) {
    if (only && !only.includes(part)) continue
    const file = new URL(`./${part}.ts`, import.meta.url)
    const key = `demonstration.${part}`
    const { rows } = await sql`select 1 from setting where key = ${key}`.execute(db)
    if (rows.length > 0 || !existsSync(file)) continue
    const seeder = ((await import(file.href)) as Record<string, Seeder | undefined>)[name]
    if (!seeder) throw new Error(`seeds/${part}.ts does not export ${name}`)
    await db.transaction().execute(async (transaction) => {
      await seeder(transaction, now)
      await sql`insert into setting (key, value, changed_at) values (${key}, 'true', ${now})`.execute(transaction)
    })
  }
}
