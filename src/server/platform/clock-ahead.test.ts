import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pumpAnnouncements } from './announcement-pump.ts'
import { removeExpired } from './housekeeping.ts'
import { migrateJobs, unlockDead } from './jobs.ts'
import { queueMessage } from './outbox.ts'
import { sendWaiting } from './outbox-sender.ts'
import { testDatabase } from './testing.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const ahead = new Date('2030-11-24T02:00:00Z')

// Source: review-security.md 29.
test('what was written while the clock stood four years ahead holds nothing up once it is right again', async (t) => {
  const { db, pool } = await testDatabase(t)
  await migrateJobs(pool)
  await pool.query('insert into rate_limit (key, window_start, used) values ($1, $2, 99)', ['sign-in x', ahead])
  await removeExpired(db, NOW)
  assert.equal((await pool.query('select 1 from rate_limit')).rows.length, 0)

  await pool.query(
    "insert into announcement (id, name, facts, at, tries, retry_at) values (gen_random_uuid(), 'nobody', '{}', $1, 1, $1)",
    [ahead],
  )
  assert.equal(await pumpAnnouncements(db, NOW), 1)

  await queueMessage({ db, now: ahead }, { channel: 'email', recipient: 'a@b.example', body: 'x' })
  await pool.query('update outbox_message set retry_at = $1', [ahead])
  await sendWaiting(db, { email: async () => {}, sms: undefined }, NOW)
  assert.equal((await pool.query("select 1 from outbox_message where state = 'sent'")).rows.length, 1)

  await pool.query(
    "insert into worker_heartbeat (worker_id, started_at, seen_at) values ('old', now(), now() + interval '4 years')",
  )
  assert.deepEqual(await unlockDead(pool), ['old'])
})
