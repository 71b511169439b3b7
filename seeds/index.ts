import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '#server/platform/call.ts'
import { seedDossiers } from './dossiers.ts'

type Seeder = (db: Db, now: Date) => Promise<unknown>
const PARTS = [
  ['directory', 'seedDirectory'],
  ['accounts', 'seedAccounts'],
  ['procedures', 'seedProcedures'],
  ['papers', 'seedPapers'],
  ['blanks', 'seedBlanks'],
] as const

const isSeeded = async (db: Db, key: string) =>
  (await sql`select 1 from setting where key = ${key}`.execute(db)).rows.length > 0
const markSeeded = (db: Db, key: string, now: Date) =>
  sql`insert into setting (key, value, changed_at) values (${key}, 'true', ${now})`.execute(db)

/** Seeds the units, people and procedures of the demonstration province, each part once and whole: a part that fails leaves nothing behind, and a start that was cut short goes on. */
export async function seedDemonstration(db: Db, now: Date) {
  for (const [part, name] of PARTS) {
    const file = new URL(`./${part}.ts`, import.meta.url)
    const key = `demonstration.${part}`
    if (!existsSync(file) || (await isSeeded(db, key))) continue
    const seeder = ((await import(file.href)) as Record<string, Seeder | undefined>)[name]
    if (!seeder) throw new Error(`seeds/${part}.ts does not export ${name}`)
    await db.transaction().execute(async (transaction) => {
      await seeder(transaction, now)
      await markSeeded(transaction, key, now)
    })
  }
}

/** Seeds the dossiers of the demonstration, once. */
export async function seedDemonstrationDossiers(db: Db, pool: pg.Pool, dataDir: string, now: Date) {
  const key = 'demonstration.dossiers'
  if (await isSeeded(db, key)) return
  await seedDossiers(db, pool, dataDir, now)
  await markSeeded(db, key, now)
}
