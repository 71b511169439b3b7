import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type pg from 'pg'
import type { Actor, Call, Db } from './call.ts'
import { openDatabase, openPool } from './db/connection.ts'
import { bindHouseKey } from './house-key.ts'
import { sealingWith } from './sealing.ts'

/** The key of every house in tests: templates are written and copies are read under it. */
export const TEST_KEY = sealingWith(Buffer.alloc(32, 7))

/** Database tests run through `node tools/test.ts`, which starts PostgreSQL and migrates the template. */
const server = () => {
  const url = process.env.TEST_SERVER_URL
  if (!url)
    throw new Error('TEST_SERVER_URL is not set: run database tests with "npm test" or "npm run test:some -- <files>"')
  return url
}

const at = (database: string) => {
  const url = new URL(server().replace('@/', '@placeholder/'))
  url.pathname = `/${database}`
  return url.toString().replace('@placeholder/', '@/')
}

let admin: pg.Pool | undefined

/** A fresh database copied from the migrated template (or from `dinh_demonstration`), dropped when the test ends. */
export async function testDatabase(
  t: Pick<TestContext, 'after'>,
  template: 'dinh_template' | 'dinh_demonstration' = 'dinh_template',
): Promise<{ db: Db; pool: pg.Pool; connectionString: string }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  admin ??= openPool({ connectionString: at('postgres'), max: 2 })
  await admin.query(`create database ${name} template ${template}`)
  const connectionString = at(name)
  const pool = openPool({ connectionString, max: 12 })
  const db = openDatabase(pool)
  bindHouseKey(db, TEST_KEY)
  t.after(async () => {
    await db.destroy()
    await admin?.query(`drop database if exists ${name} with (force)`)
  })
  return { db, pool, connectionString }
}

/** An official whose post may do each act in the organisations given. */
export const anActor = (grants: Record<string, string[]> = {}, with_: Partial<Actor> = {}): Actor => ({
  kind: 'official',
  id: 'account-1',
  name: 'Nguyễn Thị Thử',
  postId: 'post-1',
  postTitle: 'Chuyên viên',
  organisationId: 'ubnd-tinh',
  grants: new Map(Object.entries(grants).map(([act, organisations]) => [act, new Set(organisations)])),
  queues: [],
  ...with_,
})

/** A call at an instant of Vietnamese time, `2026-11-24T09:00`. */
export const aCall = (db: Db, actor: Actor, vietnameseTime: string): Call => ({
  db,
  actor,
  now: new Date(`${vietnameseTime}+07:00`),
  origin: { requestId: 'test' },
})
