import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { addJob, migrateJobs, runJobs } from '#server/platform/jobs.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'

/** A worker of its own process whose job never comes to its end; it says when it has begun. */
const startWorkerThatHangs = (connectionString: string) =>
  spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { openPool } from '${PROJECT}src/server/platform/db/connection.ts'
       import { runJobs } from '${PROJECT}src/server/platform/jobs.ts'
       const pool = openPool({ connectionString: process.argv[1], max: 6 })
       const work = () => new Promise(() => { process.stdout.write('begun'); setInterval(() => {}, 1000) })
       await runJobs(pool, { long: work }, '', false)`,
      connectionString,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )

test('a job whose worker was killed with kill -9 in the middle of it is finished by another worker, once that one has been silent for a minute', async (t) => {
  const { db, pool, connectionString } = await testDatabase(t)
  await migrateJobs(pool)
  await addJob(db, 'long', { n: 1 })
  const child = startWorkerThatHangs(connectionString)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  t.after(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const beats = async () =>
    (await db.selectFrom('worker_heartbeat').select('worker_id').execute()).map((row) => row.worker_id)
  const { rows } = await pool.query<{ locked_by: string }>('select locked_by from graphile_worker._private_jobs')
  const holder = rows[0]!.locked_by
  while (!(await beats()).includes(holder)) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGKILL')
  await gone

  const finished: unknown[] = []
  const stop = await runJobs(pool, { long: async (payload) => void finished.push(payload) }, '', false)
  assert.deepEqual(finished, [], 'a worker that was heard of just now may still be at it')
  await pool.query("update worker_heartbeat set seen_at = seen_at - interval '61 seconds' where worker_id = $1", [
    holder,
  ])
  while (finished.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  await stop()
  assert.deepEqual(finished, [{ n: 1 }])
  assert.deepEqual((await pool.query('select id from graphile_worker._private_jobs')).rows, [])
})
