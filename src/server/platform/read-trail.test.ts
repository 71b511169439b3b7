import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { auditEntry } from './audit.ts'
import { verifyChain } from './audit-trail.ts'
import { recordKeyedFrom } from './audit-key.ts'
import { noteSeen, openReadTrail } from './read-trail.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const seenIn = async ({ db }: Awaited<ReturnType<typeof testDatabase>>) =>
  (await db.selectFrom('audit_entry').select('subject_id').where('act', '=', 'test.seen').orderBy('seq').execute()).map(
    (each) => each.subject_id,
  )

test('what was seen goes into the chains in one transaction for many, once for one request, and the file is empty after', async (t) => {
  const house = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-reads-')
  const trail = await openReadTrail(house.db, dataDir)
  await recordKeyedFrom(house.db, new Date())
  const call = aCall(house.db, anActor(), '2026-11-24T09:00')
  for (let n = 0; n < 30; n += 1) noteSeen(call, 'test.seen', 'ubnd-tinh', `ho-so-${n}`)
  noteSeen(call, 'test.seen', 'ubnd-tinh', 'ho-so-0')
  const [file] = readdirSync(`${dataDir}/audit-waiting`)
  assert.equal(statSync(`${dataDir}/audit-waiting/${file}`).mode & 0o777, 0o600)
  await trail.flush()
  assert.equal((await seenIn(house)).length, 30)
  assert.deepEqual((await verifyChain(house.db, 'ubnd-tinh')).faults, [])
  assert.equal(statSync(`${dataDir}/audit-waiting/${file}`).size, 0)
  await trail.close()
  assert.deepEqual(readdirSync(`${dataDir}/audit-waiting`), [])
})

test('lines of a program that was killed are taken up at the next start; a torn one is passed over', async (t) => {
  const house = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-reads-')
  mkdirSync(`${dataDir}/audit-waiting`)
  const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }))
  const call = aCall(house.db, anActor(), '2026-11-24T09:00')
  const line = (subject: string) => `${JSON.stringify(auditEntry(call, 'test.seen', 'ubnd-tinh', subject, {}))}\n`
  const left = `${dataDir}/audit-waiting/${dead}-0a0b0c0d.jsonl`
  writeFileSync(left, `${line('mot')}${line('hai')}{"organisationId":"ub`)
  const trail = await openReadTrail(house.db, dataDir)
  assert.deepEqual(await seenIn(house), ['mot', 'hai'])
  assert.equal(existsSync(left), false)
  await trail.close()
})

test('while the database does not take them lines wait and are not lost', async (t) => {
  const house = await testDatabase(t)
  const trail = await openReadTrail(house.db, mkdtempSync('/tmp/dinh-reads-'))
  await house.pool.query('alter table audit_entry rename to away')
  noteSeen(aCall(house.db, anActor(), '2026-11-24T09:00'), 'test.seen', 'ubnd-tinh', 'mot')
  await trail.flush()
  await house.pool.query('alter table away rename to audit_entry')
  await trail.flush()
  assert.deepEqual(await seenIn(house), ['mot'])
  await trail.close()
})

test('a folder that cannot be written refuses nobody: the line goes into the chain all the same', async (t) => {
  const house = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-reads-')
  const trail = await openReadTrail(house.db, dataDir)
  rmSync(`${dataDir}/audit-waiting`, { recursive: true })
  noteSeen(aCall(house.db, anActor(), '2026-11-24T09:00'), 'test.seen', 'ubnd-tinh', 'mot')
  await trail.flush()
  assert.deepEqual(await seenIn(house), ['mot'])
  await trail.close()
})
