import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listen, PARKED_AFTER, pumpAnnouncements } from './announcement-pump.ts'
import { announce, announcement } from './announcements.ts'
import { type Db, inTransaction } from './call.ts'
import { listFailingAnnouncements } from './operator-queries.ts'
import { runAnnouncementAgain } from './send-again.ts'
import { PROJECT } from './settings.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const told = announcement<{ n: number }>('test.told')
const say = (db: Db, ...numbers: number[]) =>
  inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) => {
    for (const n of numbers) announce({ ...call, now: new Date(NOW.getTime() + n) }, told, { n })
  })

/** What the listeners do in this file: one keeps a row, one more throws for what it is told to. */
const heard: number[] = []
let throwsFor: (n: number) => boolean = () => false
listen(told, async (call, { n }) => {
  await sql`insert into setting (key, value, changed_at) values (${`heard ${n}`}, '1', ${call.now})`.execute(call.db)
  heard.push(n)
})
listen(told, async (_, { n }) => {
  if (throwsFor(n)) throw new Error(`not ${n}`)
})
const kept = async (db: Db) =>
  (await sql<{ key: string }>`select key from setting where key like 'heard %' order by key`.execute(db)).rows.map(
    (row) => row.key,
  )
const left = async (db: Db) => (await db.selectFrom('announcement').select(['tries']).execute()).length

test('announcements pass in the order in which they were told, and are gone with what the listeners wrote', async (t) => {
  const { db } = await testDatabase(t)
  heard.length = 0
  await say(db, 3, 1, 2)
  assert.equal(await pumpAnnouncements(db, NOW), 3)
  assert.deepEqual(heard, [1, 2, 3])
  assert.deepEqual(await kept(db), ['heard 1', 'heard 2', 'heard 3'])
  assert.equal(await left(db), 0)
})

test('what was announced in a transaction that rolled back is never heard', async (t) => {
  const { db } = await testDatabase(t)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  await assert.rejects(
    inTransaction(call, async (within) => {
      announce(within, told, { n: 7 })
      throw new Error('no')
    }),
  )
  assert.equal(await pumpAnnouncements(db, NOW), 0)
})

test('a listener that throws stops nobody else: what it failed on waits, longer each time, with nothing half written', async (t) => {
  const { db } = await testDatabase(t)
  throwsFor = (n) => n === 2
  await say(db, 1, 2, 3)
  await pumpAnnouncements(db, NOW)
  assert.deepEqual(await kept(db), ['heard 1', 'heard 3'], 'what the first listener wrote for 2 was rolled back')
  const [failing] = await listFailingAnnouncements(db)
  assert.deepEqual([failing?.tries, failing?.lastError], [1, 'not 2'])
  await pumpAnnouncements(db, later(1))
  assert.equal((await listFailingAnnouncements(db))[0]?.tries, 1, 'it is not its time yet')
  await say(db, 4)
  await pumpAnnouncements(db, later(1))
  assert.deepEqual(await kept(db), ['heard 1', 'heard 3', 'heard 4'], 'later ones pass meanwhile')
  throwsFor = () => false
  await pumpAnnouncements(db, later(2))
  assert.deepEqual(await kept(db), ['heard 1', 'heard 2', 'heard 3', 'heard 4'])
  assert.equal(await left(db), 0)
})

test('after ten tries it is parked until an administrator lets it run again, which the audit trail shows', async (t) => {
  const { db } = await testDatabase(t)
  throwsFor = (n) => n === 2
  await say(db, 2)
  for (let hour = 0; hour < 15; hour += 1) await pumpAnnouncements(db, later(hour * 7200))
  const [parked] = await listFailingAnnouncements(db)
  assert.equal(parked?.tries, PARKED_AFTER)
  throwsFor = () => false
  assert.equal(await pumpAnnouncements(db, later(1e6)), 0)
  await runAnnouncementAgain(aCall(db, anActor({ 'jobs.view': ['ubnd-tinh', 'dinh'] }), '2026-11-24T10:00'), parked!.id)
  assert.equal(await pumpAnnouncements(db, later(1e6)), 1)
  assert.deepEqual(await kept(db), ['heard 2'])
  const [audit] = await db.selectFrom('audit_entry').select(['act', 'subject_id']).execute()
  assert.deepEqual(audit, { act: 'announcement.run-again', subject_id: parked!.id })
})

test('two pumps at once hear each announcement once', async (t) => {
  const { db } = await testDatabase(t)
  heard.length = 0
  throwsFor = () => false
  await say(db, ...Array.from({ length: 300 }, (_, n) => n + 1))
  const pump = async () => {
    while ((await pumpAnnouncements(db, NOW)) > 0);
  }
  await Promise.all([pump(), pump()])
  assert.equal((await kept(db)).length, 300)
  assert.equal(await left(db), 0)
})

test('a worker killed with a batch in hand loses none of it: the next one hears all', async (t) => {
  const { db, pool, connectionString } = await testDatabase(t)
  throwsFor = () => false
  await say(db, 1, 2, 3)
  const program = `
    import { sql } from 'kysely'
    import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
    import { openDatabase, openPool } from '#server/platform/db/connection.ts'
    listen({ name: 'test.told' }, async (call, { n }) => {
      await sql\`insert into setting (key, value, changed_at) values (\${'heard ' + n}, '1', now())\`.execute(call.db)
      if (n === 2) { process.stdout.write('in hand\\n'); await new Promise(() => setInterval(() => {}, 1000)) }
    })
    await pumpAnnouncements(openDatabase(openPool({ connectionString: process.argv[1] })), new Date())`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program, connectionString], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGKILL')
  // The server ends what the dead one had begun; only then are the rows free.
  await pool.query('select id from announcement for update')
  assert.deepEqual(await kept(db), [])
  assert.equal(await pumpAnnouncements(db, NOW), 3)
  assert.deepEqual(await kept(db), ['heard 1', 'heard 2', 'heard 3'])
})
