import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { changeState, reportLoss } from '#server/certificates/index.ts'
import { setPaper, stopSetters } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { readSettings } from '#server/platform/settings.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { openLockedKey, signingHouse, signMany, signPaper } from './index.ts'
import { DEMONSTRATION_PIN } from './house.ts'
import { findKeyOf, setTries } from './queries.ts'
import type { SigningHouse } from './schema.ts'
import { callOf, leader, loadDecision, NOW } from './testing.ts'

after(stopSetters)
const UNIT = 'xa-liem-phong'
const POST = 'xa-liem-phong.chu-tich'
const authority = anActor(
  { 'certificates.view': [UNIT, 'ubnd-tinh'], 'certificates.issue': [UNIT, 'ubnd-tinh'] },
  { id: 'focal' },
)

/** The chairman of the demonstration with the real register, and papers that wait for him. */
async function aChairman(t: Parameters<typeof testDatabase>[0], count: number) {
  const { db, pool } = await testDatabase(t, 'dinh_demonstration')
  await migrateJobs(pool)
  const dataDir = mkdtempSync('/tmp/dinh-stopped-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = await signingHouse(db, readSettings({ DATA_DIR: dataDir }), () => NOW)
  await loadDecision(db)
  const { id } = await db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'chutich.liemphong')
    .executeTakeFirstOrThrow()
  const call = callOf(db, { ...leader, id })
  const papers = []
  for (let at = 0; at < count; at += 1)
    papers.push(
      await setPaper(call, house, {
        ...{
          templateKey: 'quyet-dinh-thu',
          organisationId: UNIT,
          subjectKind: 'dossier',
          subjectId: 'x',
          title: `QĐ ${at}`,
        },
        data: { title: 'QUYẾT ĐỊNH', issuer: 'UBND xã Liêm Phong', place: 'Liêm Phong', leader: leader.name },
      }),
    )
  await house.makeDemonstrationKey!(call, { postId: POST })
  const certificate = (await house.register.certificateOfPost(db, POST, NOW, id))!
  const list = papers.map((paper) => ({ paperId: paper.id, key: 'lanh-dao' }))
  return { db, house, call, papers, list, certificate }
}

/** A house in which something happens just after the key of the third paper was found good. */
const meanwhile = (house: SigningHouse, happens: () => Promise<unknown>): SigningHouse => {
  let asked = 0
  const { certificateOfPost } = house.register
  return {
    ...house,
    register: {
      ...house.register,
      certificateOfPost: async (...of) => {
        const found = await certificateOfPost(...of)
        asked += 1
        if (asked === 3) await happens()
        return found
      },
    },
  }
}

type Chairman = Awaited<ReturnType<typeof aChairman>>
const CASES: [string, string, (p: Chairman) => Promise<unknown>][] = [
  [
    'revoked',
    'certificates.revoked',
    ({ db, certificate }) =>
      changeState(callOf(db, authority), { certificateId: certificate.id, change: 'revoke', note: 'CV 1' }),
  ],
  [
    'reported lost',
    'certificates.suspended',
    ({ db, certificate }) =>
      reportLoss(callOf(db, anActor({}, { id: 'holder', postId: POST })), { certificateId: certificate.id }),
  ],
  [
    'of somebody who left the post',
    'certificates.',
    ({ db }) => sql`update appointment set valid_to = '2026-11-24' where post_id = ${POST}`.execute(db),
  ],
  [
    'of somebody whose post was given to another',
    'certificates.',
    async ({ db, house }) => {
      const deputy = 'xa-liem-phong.pho-chu-tich'
      await sql`update appointment set valid_to = '2026-11-24' where post_id in (${POST}, ${deputy})`.execute(db)
      await sql`insert into appointment (id, person_id, post_id, kind, valid_from)
        select gen_random_uuid(), person_id, ${POST}, 'main', '2026-11-24' from appointment where post_id = ${deputy} limit 1`.execute(
        db,
      )
      await house.makeDemonstrationKey!(callOf(db, { ...leader, id: 'deputy' }), { postId: POST })
    },
  ],
]

for (const [words, code, happens] of CASES)
  test(`in the middle of a list, a certificate ${words} signs nothing more; what is signed stays`, async (t) => {
    const p = await aChairman(t, 6)
    const house = meanwhile(p.house, () => happens(p))
    const outcomes = await signMany(p.call, house, { papers: p.list, secret: DEMONSTRATION_PIN })
    const codes = outcomes.map((each) => each.code ?? 'done')
    assert.deepEqual(codes.slice(0, 2), ['done', 'done'])
    for (const each of codes.slice(2)) assert.ok(each.startsWith(code), `${each} instead of ${code}`)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from signature_job`.execute(p.db)
    assert.equal(rows[0]!.n, 2, 'no signature beyond the two')
    const again = signMany(p.call, p.house, { papers: p.list.slice(2), secret: DEMONSTRATION_PIN })
    const later = await again.then(
      (lines) => lines.map((each) => each.code ?? 'done'),
      (error: { code: string }) => [error.code],
    )
    for (const each of later) assert.notEqual(each, 'done')
  })

test('a revocation that is being entered is waited for, and then nothing is signed', async (t) => {
  const { db, house, call, list, certificate } = await aChairman(t, 1)
  const entered = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const revoking = db.transaction().execute(async (within) => {
    await sql`update certificate set state = 'revoked', state_reason = 'unspecified' where id = ${certificate.id}::uuid`.execute(
      within,
    )
    entered.resolve()
    await go.promise
  })
  await entered.promise
  const signing = signPaper(call, house, { ...list[0]!, secret: DEMONSTRATION_PIN })
  signing.catch(() => {})
  const isWaiting = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted`.execute(db)).rows[0]!.n > 0
  while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20))
  go.resolve()
  await revoking
  await assert.rejects(signing, { code: 'certificates.revoked' })
})

test('an unlocked PIN opens the key that the house had locked; a certificate without a key here is no fault', async (t) => {
  const { db, house, call, list, certificate } = await aChairman(t, 1)
  const key = (await findKeyOf(db, certificate.id))!
  await setTries(db, key.id, 3, NOW)
  const sign = (of: Call = call) => signPaper(of, house, { ...list[0]!, secret: DEMONSTRATION_PIN })
  await assert.rejects(sign(), { code: 'signing.key-locked' })
  await openLockedKey(call, { certificateId: certificate.id })
  await openLockedKey(call, { certificateId: list[0]!.paperId })
  assert.equal((await sign()).state, 'signing')
})
