import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { theAuthority } from '#server/certificates/index.ts'
import { officialOf } from '#server/dossiers/testing.ts'
import { findPaper, setPaper } from '#server/papers/index.ts'
import { type Call, systemActor } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { COMPLETE_SIGNATURE, completeSignature, sealPaper, signingHouse, signPaper } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { type Point, POINTS, type Wish } from './signs-and-hangs.ts'

export const AT = 'xa-liem-phong'
export const POSTS = { leader: `${AT}.chu-tich`, clerk: `${AT}.van-phong` }
const PIN = '123456'
const numbering = { series: 'Quyết định', symbol: 'QĐ-UBND' }

/** The programs that live: one that never reached its point, because its test failed or was too slow, ends with the test. */
const living = new Set<ChildProcess>()

/** A house as it runs, on a database of its own: keys and certificates of the demonstration authority, shared with the programs killed. */
export async function aHouse(t: TestContext) {
  const { db, pool, connectionString } = await testDatabase(t, 'dinh_demonstration')
  await migrateJobs(pool)
  const dataDir = mkdtempSync('/tmp/dinh-killed-')
  t.after(() => {
    for (const child of living) child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  })
  const settings = readSettings({ DATA_DIR: dataDir })
  const house = await signingHouse(db, settings)
  const authority = (await theAuthority(settings, new Date()))!
  await loadDecision(db)
  const call = async (postId: string): Promise<Call> => {
    const now = new Date()
    return { db, now, actor: await officialOf(db, postId, now), origin: { requestId: 'test' } }
  }
  const complete = async () => {
    for (const { id } of await db.selectFrom('signature_job').select('id').where('state', '=', 'waiting').execute())
      await completeSignature({ db, actor: systemActor, now: new Date() }, house, id)
  }
  const verify = async (paperId: string) => {
    const { fileSha256 } = (await findPaper(db, { id: paperId }))!
    const path = `${dataDir}/files/${fileSha256.slice(0, 2)}/${fileSha256}`
    assert.ok(existsSync(path), 'the file that the row names is there')
    const anchors = [authority.keys.root.certificate]
    return verifyPdf(bytesSource(readFileSync(path)), { anchors, now: new Date() })
  }
  const aPaper = async () =>
    setPaper(await call(POSTS.leader), house, {
      ...{ templateKey: 'quyet-dinh-thu', organisationId: AT, subjectKind: 'dossier', subjectId: 'x' },
      ...{ title: 'Quyết định', data: { title: 'QUYẾT ĐỊNH', issuer: 'UBND xã', place: 'Liêm Phong', leader: 'A' } },
    })
  const sign = async (paperId: string) =>
    signPaper(await call(POSTS.leader), house, { paperId, key: 'lanh-dao', secret: PIN })
  const seal = async (paperId: string) =>
    sealPaper(await call(POSTS.clerk), house, { paperId, key: 'dau', secret: PIN, numbering })
  const jobs = {
    [COMPLETE_SIGNATURE]: (payload: unknown, now: Date) =>
      completeSignature({ db, actor: systemActor, now }, house, (payload as { id: string }).id),
  }
  return { db, pool, connectionString, dataDir, house, authority, aPaper, sign, seal, complete, verify, jobs }
}
export type House = Awaited<ReturnType<typeof aHouse>>

/** Lets a program act until it hangs at the point, kills it with `kill -9`, and waits until the database has let go of it. */
export async function killAt(
  { pool, connectionString, dataDir }: Pick<House, 'pool' | 'connectionString' | 'dataDir'>,
  wish: Pick<Wish, 'act' | 'point' | 'paperId' | 'step'> & { postId?: string },
) {
  const isSeal = wish.act === 'seal'
  const whole: Wish = {
    ...{ dataDir, connectionString: `${connectionString}&application_name=killed` },
    ...{ key: isSeal ? 'dau' : 'lanh-dao', postId: isSeal ? POSTS.clerk : POSTS.leader },
    ...wish,
  }
  const child = spawn(process.execPath, [`${PROJECT}tests/system/signs-and-hangs.ts`, JSON.stringify(whole)], {
    cwd: PROJECT,
    env: { ...process.env, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  living.add(child)
  child.once('exit', () => living.delete(child))
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const here = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`ended with ${code} before ${wish.act} ${wish.point}: ${err}`)))
  })
  await here
  child.kill('SIGKILL')
  await gone
  const holds = async () =>
    (
      await pool.query(
        "select 1 from pg_stat_activity where datname = current_database() and application_name = 'killed'",
      )
    ).rows.length > 0
  while (await holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

export const points = Object.keys(POINTS) as Point[]
export const jobsOf = async ({ pool }: House, paperId: string) => {
  const { rows } = await pool.query<{ field: string; queued: boolean }>(
    `select j.field, exists (select from graphile_worker.jobs g where g.key = 'complete-signature ' || j.id) as queued
     from signature_job j where j.paper_id = $1 order by j.signed_at`,
    [paperId],
  )
  return rows
}
