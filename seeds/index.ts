import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '#server/platform/call.ts'
import { seedDossiers } from './dossiers.ts'

/** What a first start does, step by step, for whoever waits for it. */
type Tell = (words: string) => void
type Seeder = (db: Db, now: Date) => Promise<unknown>
const PARTS = [
  ['directory', 'seedDirectory', 'nạp tỉnh trình diễn: đơn vị, chức vụ, người'],
  ['accounts', 'seedAccounts', 'mở tài khoản trình diễn'],
  ['procedures', 'seedProcedures', 'nạp thủ tục'],
  ['papers', 'seedPapers', 'nạp mẫu giấy tờ'],
  ['blanks', 'seedBlanks', 'nạp phôi'],
] as const

const isSeeded = async (db: Db, key: string) =>
  (await sql`select 1 from setting where key = ${key}`.execute(db)).rows.length > 0
const markSeeded = (db: Db, key: string, now: Date) =>
  sql`insert into setting (key, value, changed_at) values (${key}, 'true', ${now})`.execute(db)

/** Seeds the units, people and procedures of the demonstration province, each part once and whole: a part that fails leaves nothing behind, and a start that was cut short goes on. */
export async function seedDemonstration(db: Db, now: Date, tell: Tell = () => {}) {
  for (const [part, name, words] of PARTS) {
    const file = new URL(`./${part}.ts`, import.meta.url)
    const key = `demonstration.${part}`
    if (!existsSync(file) || (await isSeeded(db, key))) continue
    const seeder = ((await import(file.href)) as Record<string, Seeder | undefined>)[name]
    if (!seeder) throw new Error(`seeds/${part}.ts does not export ${name}`)
    tell(`Lần đầu: ${words}…`)
    await db.transaction().execute(async (transaction) => {
      await seeder(transaction, now)
      await markSeeded(transaction, key, now)
    })
  }
}

/** Seeds the dossiers of the demonstration, once. */
export async function seedDemonstrationDossiers(
  db: Db,
  pool: pg.Pool,
  dataDir: string,
  now: Date,
  tell: Tell = () => {},
) {
  const key = 'demonstration.dossiers'
  if (await isSeeded(db, key)) return
  tell('Lần đầu: viết 2.000 hồ sơ trình diễn của mấy tháng qua (khoảng 10 giây)…')
  await seedDossiers(db, pool, dataDir, now)
  await markSeeded(db, key, now)
}
