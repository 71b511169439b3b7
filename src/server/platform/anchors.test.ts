import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { AnchorBook } from './anchor-book.ts'
import { AnchorKeeper } from './anchor-keeper.ts'
import { listAnchorPlaces } from './anchor-queries.ts'
import { readAnchors, verifyAnchors } from './anchors.ts'
import { recordAudit } from './audit.ts'
import { verifyChain } from './audit-trail.ts'
import { inTransaction } from './call.ts'
import { migrateJobs } from './jobs.ts'
import { metricsText } from './metrics.ts'
import { PROJECT } from './settings.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

test('a chain cut together with its head is found by the anchors, up to the last of them; a changed anchor file is found too', async (t) => {
  const { db, pool } = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-anchors-')
  const second = mkdtempSync('/tmp/dinh-anchors-2-')
  const keeper = new AnchorKeeper(dataDir, second)
  const act = (n: number) =>
    inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null, { n }),
    )
  for (let n = 1; n <= 3; n += 1) await act(n)
  assert.equal(await keeper.write(db, new Date('2026-11-24T02:00:00Z')), 1)
  assert.equal(await keeper.write(db, new Date('2026-11-24T02:01:00Z')), 0)
  await act(4)
  await keeper.write(db, new Date('2026-11-24T02:02:00Z'))
  assert.deepEqual(await verifyAnchors(db, readAnchors(dataDir)), { until: '2026-11-24T02:02:00.000Z', faults: [] })
  assert.equal(
    readFileSync(`${second}/2026-11.jsonl`, 'utf8'),
    readFileSync(`${dataDir}/anchors/2026-11.jsonl`, 'utf8'),
  )

  await pool.query(
    'delete from audit_entry where seq = 4; update audit_head set seq = 3, hash = (select hash from audit_entry where seq = 3)',
  )
  assert.deepEqual((await verifyChain(db, 'ubnd-tinh')).faults, [], 'the chain alone cannot show it')
  assert.equal((await verifyAnchors(db, readAnchors(dataDir))).faults.length, 1)

  const file = `${dataDir}/anchors/2026-11.jsonl`
  writeFileSync(file, readFileSync(file, 'utf8').split('\n')[1]!)
  assert.ok((await verifyAnchors(db, readAnchors(dataDir))).faults.some((each) => each.fault.includes('anchor')))
})

test('a cut that was written over again is found, and a torn line does not stop the anchors', async (t) => {
  const { db, pool } = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-anchors-')
  const keeper = new AnchorKeeper(dataDir, undefined)
  const act = (n: number) =>
    inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null, { n }),
    )
  for (let n = 1; n <= 4; n += 1) await act(n)
  await keeper.write(db, new Date('2026-11-24T02:00:00Z'))
  await pool.query(
    'delete from audit_entry where seq = 4; update audit_head set seq = 3, hash = (select hash from audit_entry where seq = 3)',
  )
  await keeper.write(db, new Date('2026-11-24T02:01:00Z'))
  await act(44)
  await keeper.write(db, new Date('2026-11-24T02:02:00Z'))
  assert.ok((await verifyAnchors(db, readAnchors(dataDir))).faults.some((each) => each.fault.includes('cut')))
  const file = `${dataDir}/anchors/2026-11.jsonl`
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"at":"2026-`)
  await act(5)
  assert.equal(await keeper.write(db, new Date('2026-11-24T02:03:00Z')), 1)
  assert.equal(readAnchors(dataDir).at(-1)?.at, '2026-11-24T02:03:00.000Z')
})

const minute = (n: number) => new Date(Date.parse('2026-11-24T02:00:00Z') + n * 60_000)
const textOf = (folder: string) => readFileSync(`${folder}/2026-11.jsonl`, 'utf8')

async function place(t: TestContext) {
  const { db, pool, connectionString } = await testDatabase(t)
  const top = mkdtempSync('/tmp/dinh-anchors-')
  t.after(() => rmSync(top, { recursive: true, force: true }))
  const act = (n: number) =>
    inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null, { n }),
    )
  return { db, pool, connectionString, top, act }
}

test('a second place that cannot be written is tried again each minute, shown meanwhile, and then gets all it missed', async (t) => {
  const { db, pool, top, act } = await place(t)
  const second = `${top}/second`
  writeFileSync(second, 'a file where a folder should be')
  const keeper = new AnchorKeeper(top, second)
  for (const n of [1, 2]) {
    await act(n)
    assert.equal(await keeper.write(db, minute(n)), 1, 'the data folder is written all the same')
  }
  const failing = (await listAnchorPlaces(db)).find((each) => each.place === 'second')
  assert.deepEqual([failing?.tries, failing?.failingSince, failing?.writtenAt], [2, minute(1), null])
  assert.ok(failing?.lastError)
  await migrateJobs(pool)
  assert.match(await metricsText(db), /dinh_anchor_failures\{place="second"\} 2/)
  rmSync(second)
  assert.equal(await keeper.write(db, minute(3)), 0, 'no chain moved')
  assert.equal(textOf(second), textOf(`${top}/anchors`))
  const mended = (await listAnchorPlaces(db)).find((each) => each.place === 'second')
  assert.deepEqual([mended?.tries, mended?.failingSince, mended?.writtenAt], [0, null, minute(3)])
})

test('killed between the two writes, the second place gets at the next start what the data folder has', async (t) => {
  const { db, pool, connectionString, top, act } = await place(t)
  const second = `${top}/second`
  mkdirSync(second)
  // Whoever opens this to read or write waits: the program stands between the two writes until it is killed.
  execFileSync('mkfifo', [`${second}/2026-10.jsonl`, `${second}/2026-11.jsonl`])
  await act(1)
  const program = `
    import { AnchorKeeper } from '#server/platform/anchor-keeper.ts'
    import { openDatabase, openPool } from '#server/platform/db/connection.ts'
    const db = openDatabase(openPool({ connectionString: process.argv[1] }))
    await new AnchorKeeper(process.argv[2], process.argv[3]).write(db, new Date('2026-11-24T02:01:00Z'))`
  const child = spawn(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program, connectionString, top, second],
    { cwd: PROJECT, stdio: 'ignore' },
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  while (readAnchors(top).length === 0 && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 10))
  child.kill('SIGKILL')
  await ended
  rmSync(second, { recursive: true })
  await pool.query('select pg_advisory_xact_lock(4155003)')
  const next = new AnchorKeeper(top, second)
  assert.equal(await next.write(db, minute(2)), 0)
  assert.equal(textOf(second), textOf(`${top}/anchors`))
  await act(2)
  await next.write(db, minute(3))
  assert.equal(textOf(second), textOf(`${top}/anchors`))
  assert.deepEqual(await verifyAnchors(db, readAnchors(top)), { until: minute(3).toISOString(), faults: [] })
})

test('anchors are read once and then only where they grew: what another program added is taken up, a line cut off makes it read anew', async (t) => {
  const { db, top, act } = await place(t)
  const [one, other] = [new AnchorKeeper(top, undefined), new AnchorKeeper(top, undefined)]
  for (let n = 1; n <= 4; n += 1) {
    await act(n)
    await (n % 2 ? one : other).write(db, minute(n))
  }
  assert.deepEqual((await verifyAnchors(db, readAnchors(top))).faults, [])
  const file = `${top}/anchors/2026-11.jsonl`
  const lines = textOf(`${top}/anchors`).trimEnd().split('\n')
  assert.equal(lines.length, 4)
  const book = new AnchorBook(`${top}/anchors`)
  assert.equal((await book.catchUp()).lines.length, 4)
  assert.deepEqual(await book.catchUp(), { lines: [], anew: false })
  writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n`)
  assert.deepEqual([(await book.catchUp()).lines.length, book.heads.get('ubnd-tinh')], [3, 3])
  writeFileSync(file, lines.slice(0, 3).join('\n'))
  assert.equal(await one.write(db, minute(5)), 1, 'the last line lost its end, not its words')
  assert.deepEqual((await verifyAnchors(db, readAnchors(top))).faults, [])
})

test('a second place with anchors of another house is not written into', async (t) => {
  const { db, top, act } = await place(t)
  await act(1)
  const elsewhere = new AnchorKeeper(`${top}/elsewhere`, `${top}/second`)
  await elsewhere.write(db, minute(1))
  const before = textOf(`${top}/second`)
  await act(2)
  await new AnchorKeeper(top, `${top}/second`).write(db, minute(2))
  assert.equal(textOf(`${top}/second`), before)
  assert.match((await listAnchorPlaces(db)).find((each) => each.place === 'second')?.lastError ?? '', /audit:verify/)
})
