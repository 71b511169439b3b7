import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from './call.ts'
import { addJob, migrateJobs, runJobs, unlockDead } from './jobs.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const NO_CRON = ''
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('a job runs when its transaction commits; one whose transaction was rolled back never does', async (t) => {
  const { db, pool } = await testDatabase(t)
  await migrateJobs(pool)
  const call = aCall(db, anActor(), '2026-11-24T09:00')
  const ran: unknown[] = []
  const stop = await runJobs(pool, { note: async (payload) => void ran.push(payload) }, NO_CRON, false)
  await assert.rejects(
    inTransaction(call, async (within) => {
      await addJob(within.db, 'note', { n: 'rolled back' })
      throw new Error('no')
    }),
  )
  let seenInside = -1
  await inTransaction(call, async (within) => {
    await addJob(within.db, 'note', { n: 'committed' })
    seenInside = ran.length
  })
  await until(() => ran.length > 0)
  await stop()
  assert.equal(seenInside, 0)
  assert.deepEqual(ran, [{ n: 'committed' }])
})

test('a job that fails is tried again; the stop waits for the one in hand', async (t) => {
  const { db, pool } = await testDatabase(t)
  await migrateJobs(pool)
  let tries = 0
  let finished = false
  let release: (() => void) | undefined
  const stop = await runJobs(
    pool,
    {
      fails: async () => {
        tries += 1
        if (tries === 1) throw new Error('the first time')
      },
      slow: async () => {
        await new Promise<void>((resolve) => {
          release = resolve
        })
        finished = true
      },
    },
    NO_CRON,
    false,
  )
  await addJob(db, 'fails', {})
  await until(() => tries === 1)
  await until(async () => {
    const { rows } = await pool.query(
      'update graphile_worker._private_jobs set run_at = now() where locked_at is null and attempts = 1',
    )
    return rows.length === 0 && tries === 2
  })
  await addJob(db, 'slow', {})
  await until(() => release !== undefined)
  const stopped = stop()
  assert.ok(!finished)
  release!()
  await stopped
  assert.ok(finished)
})

test('a job in the hands of a worker that died is given to another one once the dead one is missed, not before', async (t) => {
  const { db, pool } = await testDatabase(t)
  await migrateJobs(pool)
  await addJob(db, 'hold', {})
  // As a killed worker leaves it: the job locked in its name, and its last sign of life.
  await pool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed', attempts = 1")
  await pool.query("insert into worker_heartbeat (worker_id, started_at, seen_at) values ('killed', now(), now())")
  assert.deepEqual(await unlockDead(pool), [], 'not missed yet')
  await pool.query("update worker_heartbeat set seen_at = now() - interval '61 seconds'")
  const ran: unknown[] = []
  const stop = await runJobs(pool, { hold: async (payload) => void ran.push(payload) }, NO_CRON, false)
  await until(() => ran.length > 0)
  await stop()
  assert.equal(ran.length, 1)
})

test('a job taken by a worker that was killed before its first sign of life is given to another one after a minute', async (t) => {
  const { db, pool } = await testDatabase(t)
  await migrateJobs(pool)
  await addJob(db, 'hold', {})
  await pool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-unheard'")
  assert.deepEqual(await unlockDead(pool), [])
  await pool.query("update graphile_worker._private_jobs set locked_at = now() - interval '61 seconds'")
  assert.deepEqual(await unlockDead(pool), ['pool-unheard'])
})

test('whoever holds the program lock takes over at once: everybody else in the table is dead', async (t) => {
  const { pool } = await testDatabase(t)
  await migrateJobs(pool)
  await pool.query(
    "insert into worker_heartbeat (worker_id, started_at, seen_at) values ('of another life', now(), now())",
  )
  const stop = await runJobs(pool, {}, NO_CRON, true)
  const { rows } = await pool.query("select 1 from worker_heartbeat where worker_id = 'of another life'")
  await stop()
  assert.deepEqual(rows, [])
})
