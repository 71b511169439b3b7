import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { after, test, type TestContext } from 'node:test'
import { theAuthority } from '#server/certificates/index.ts'
import { officialOf } from '#server/dossiers/testing.ts'
import { findPaper, setPaper, stopSetters } from '#server/papers/index.ts'
import { type Call, systemActor } from '#server/platform/call.ts'
import { migrateJobs, runJobs } from '#server/platform/jobs.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { COMPLETE_SIGNATURE, completeSignature, sealPaper, signingHouse, signPaper } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { type Point, POINTS, type Wish } from './signs-and-hangs.ts'

after(stopSetters)
const AT = 'xa-liem-phong'
const POSTS = { leader: `${AT}.chu-tich`, clerk: `${AT}.van-phong` }
const PIN = '123456'
const numbering = { series: 'Quyết định', symbol: 'QĐ-UBND' }

/** A house as it runs, on a database of its own: keys and certificates of the demonstration authority, shared with the programs killed. */
async function aHouse(t: TestContext) {
  const { db, pool, connectionString } = await testDatabase(t, 'dinh_demonstration')
  await migrateJobs(pool)
  const dataDir = mkdtempSync('/tmp/dinh-killed-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
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
  return { db, pool, connectionString, dataDir, house, aPaper, sign, seal, complete, verify, jobs }
}
type House = Awaited<ReturnType<typeof aHouse>>

/** Lets a program act until it hangs at the point, kills it with `kill -9`, and waits until the database has let go of it. */
async function killAt({ pool, connectionString, dataDir }: House, wish: Pick<Wish, 'act' | 'point' | 'paperId'>) {
  const isSeal = wish.act === 'seal'
  const whole: Wish = {
    ...{ dataDir, connectionString: `${connectionString}&application_name=killed`, ...wish },
    ...{ key: isSeal ? 'dau' : 'lanh-dao', postId: isSeal ? POSTS.clerk : POSTS.leader },
  }
  const child = spawn(process.execPath, [`${PROJECT}tests/system/signs-and-hangs.ts`, JSON.stringify(whole)], {
    cwd: PROJECT,
    env: { ...process.env, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
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

const points = Object.keys(POINTS) as Point[]
const jobsOf = async ({ pool }: House, paperId: string) => {
  const { rows } = await pool.query<{ field: string; queued: boolean }>(
    `select j.field, exists (select from graphile_worker.jobs g where g.key = 'complete-signature ' || j.id) as queued
     from signature_job j where j.paper_id = $1 order by j.signed_at`,
    [paperId],
  )
  return rows
}

test('kill -9 while a leader signs: the paper is the old one or the new one, whole, with its job or without both', async (t) => {
  const h = await aHouse(t)
  // The key of the demonstration is made on first use: once before anything is killed.
  await h.sign((await h.aPaper()).id)
  for (const point of points) {
    const paper = await h.aPaper()
    await killAt(h, { act: 'sign', point, paperId: paper.id })
    const left = (await findPaper(h.db, paper))!
    const isNew = point === 'after-commit'
    assert.deepEqual([left.state, left.revision], isNew ? ['signing', 2] : ['set', 1], point)
    assert.deepEqual(await jobsOf(h, paper.id), isNew ? [{ field: 'lanh-dao', queued: true }] : [], point)
    assert.equal((await h.verify(paper.id)).signatures.length, isNew ? 1 : 0, point)
    if (!isNew) await h.sign(paper.id)
    await h.complete()
    const report = await h.verify(paper.id)
    assert.deepEqual([report.verdict, report.signatures.length], ['VALID', 1], point)
  }
})

test('kill -9 while a records clerk numbers and seals: no number is lost or given twice, and the paper is whole', async (t) => {
  const h = await aHouse(t)
  const notations: (string | null)[] = []
  const signed = async () => {
    const paper = await h.aPaper()
    await h.sign(paper.id)
    await h.complete()
    return paper
  }
  const first = await signed()
  await h.seal(first.id)
  notations.push((await findPaper(h.db, first))!.notation)
  for (const point of points) {
    const paper = await signed()
    const before = (await findPaper(h.db, paper))!
    await killAt(h, { act: 'seal', point, paperId: paper.id })
    const left = (await findPaper(h.db, paper))!
    const isNew = point === 'after-commit'
    if (isNew) assert.equal(left.revision, before.revision + 1)
    else assert.deepEqual(left, before, point)
    assert.equal(left.notation === null, !isNew, point)
    assert.equal((await jobsOf(h, paper.id)).length, isNew ? 2 : 1, point)
    assert.equal((await h.verify(paper.id)).signatures.length, isNew ? 2 : 1, point)
    if (!isNew) await h.seal(paper.id)
    await h.complete()
    const report = await h.verify(paper.id)
    assert.deepEqual([report.verdict, report.signatures.length], ['VALID', 2], point)
    const whole = (await findPaper(h.db, paper))!
    assert.equal(whole.state, 'valid')
    notations.push(whole.notation)
  }
  assert.deepEqual(
    notations,
    Array.from({ length: points.length + 1 }, (_, at) => `0${at + 1}/QĐ-UBND`),
    'gap-free and none double, although four were killed',
  )
  const { rows } = await h.pool.query<{ number: number }>(
    "select number from paper_book_entry where organisation_id = $1 and kind = 'Quyết định' order by number",
    [AT],
  )
  assert.deepEqual(
    rows.map((row) => row.number),
    notations.map((_, at) => at + 1),
    'the book says the same',
  )
})

test('kill -9 while the job adds timestamp and revocation data: another worker goes on with it, and it is done once', async (t) => {
  const h = await aHouse(t)
  for (const point of points) {
    const paper = await h.aPaper()
    await h.sign(paper.id)
    await killAt(h, { act: 'complete', point, paperId: paper.id })
    const isNew = point === 'after-commit'
    const left = (await findPaper(h.db, paper))!
    assert.equal(left.revision, isNew ? 3 : 2, point)
    assert.equal((await h.verify(paper.id)).verdict, isNew ? 'VALID' : 'UNKNOWN', point)
    await h.pool.query("update worker_heartbeat set seen_at = now() - interval '1 hour'")
    await h.pool.query(
      "update graphile_worker._private_jobs set locked_at = now() - interval '1 hour' where locked_at is not null",
    )
    const stop = await runJobs(h.pool, h.jobs, '', false)
    const waits = async () => (await h.pool.query('select 1 from graphile_worker._private_jobs')).rows.length > 0
    while (await waits()) await new Promise((resolve) => setTimeout(resolve, 20))
    await stop()
    const done = (await findPaper(h.db, paper))!
    assert.equal(done.revision, 3, `${point}: completed once`)
    assert.equal((await h.verify(paper.id)).verdict, 'VALID', point)
  }
})
