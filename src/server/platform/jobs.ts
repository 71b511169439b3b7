import { EventEmitter } from 'node:events'
import { Logger, run, runMigrations, type Task, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Db } from './call.ts'
import { errorFacts, log } from './log.ts'

/** What the library says goes to the log, not to stdout; it names jobs by number. What an error says may hold what somebody typed: left out. */
const logger = new Logger(() => (level, message) => {
  if (level === 'error' || level === 'warning') log('warn', 'jobs', { message: message.split(' with error')[0] })
})

export type Jobs = Record<string, (payload: unknown, now: Date) => Promise<void>>
type JobOptions = { runAt?: Date; key?: string; tries?: number }

/** Adds a job in the transaction of `db`: it runs only when that commits, at least once. */
export async function addJob(db: Db, name: string, payload: Record<string, unknown>, options: JobOptions = {}) {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, run_at => ${options.runAt ?? null}::timestamptz,
    max_attempts => ${options.tries ?? 12}::int, job_key => ${options.key ?? null}::text)`.execute(db)
}

/** Makes the tables of the jobs; every program that adds some does it once at its start. */
export function migrateJobs(pool: pg.Pool) {
  // The library wants both kinds of fault to have a listener; a broken connection is replaced by the next query.
  if (pool.listenerCount('connect') === 0) pool.on('connect', (client) => client.on('error', () => {}))
  return runMigrations({ pgPool: pool, logger })
}

const HEARTBEAT = 10_000
const DEAD_AFTER = '60 seconds'

/** Jobs of programs that stopped answering are unlocked: after `kill -9` they would wait four hours. */
export async function unlockDead(pool: pg.Pool) {
  const { rows } = await pool.query<{ worker_id: string }>(
    `delete from worker_heartbeat where seen_at < now() - interval '${DEAD_AFTER}' or seen_at > now() + interval '${DEAD_AFTER}' returning worker_id`,
  )
  // Also of one that was killed after it took a job and before its first sign of life.
  const { rows: unknown } = await pool.query<{ locked_by: string }>(
    `select distinct locked_by from graphile_worker._private_jobs
     where locked_at < now() - interval '${DEAD_AFTER}' and locked_by not in (select worker_id from worker_heartbeat)`,
  )
  const dead = [...rows.map((row) => row.worker_id), ...unknown.map((row) => row.locked_by)]
  if (dead.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead])
  return dead
}

/** Runs the jobs given until stopped; `stop` waits for those in hand. Cron lines are in UTC. */
export async function runJobs(
  pool: pg.Pool,
  jobs: Jobs,
  crontab: string,
  alone: boolean,
): Promise<() => Promise<void>> {
  await migrateJobs(pool)
  // The holder of the program lock is the only one: whoever stands in the table is dead.
  if (alone) await pool.query("update worker_heartbeat set seen_at = now() - interval '1 hour'")
  await unlockDead(pool)
  const taskList = Object.fromEntries(
    Object.entries(jobs).map(([name, work]): [string, Task] => [name, (payload) => work(payload, new Date())]),
  )
  const seen = new Set<string>()
  // The library locks a job in the name of its pool of workers, not of one worker. Listened to before the pool is made: one that was missed
  // would keep its jobs for four hours after a kill.
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => void seen.add(workerPool.id))
  events.on('job:error', ({ job, error }) =>
    log('warn', 'job failed', { job: job.task_identifier, id: job.id, attempt: job.attempts, ...errorFacts(error) }),
  )
  const runner = await run({
    pgPool: pool,
    taskList,
    crontab,
    concurrency: 4,
    noHandleSignals: true,
    logger,
    pollInterval: 2000,
    events,
  })
  const beat = async () => {
    await pool.query(
      `insert into worker_heartbeat (worker_id, started_at, seen_at) select id, now(), now() from unnest($1::text[]) id
       on conflict (worker_id) do update set seen_at = now()`,
      [[...seen]],
    )
    await unlockDead(pool)
  }
  const beating = () => beat().catch((error: unknown) => log('warn', 'heartbeat failed', errorFacts(error)))
  const timer = setInterval(() => void beating(), HEARTBEAT)
  await beating()
  return async () => {
    clearInterval(timer)
    await runner.stop()
    await pool.query('delete from worker_heartbeat where worker_id = any($1::text[])', [[...seen]])
  }
}
