import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { newTotpSecret } from '#server/accounts/index.ts'
import { stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { anActor } from '#server/platform/testing.ts'
import { changeSigningSecondFactor, codeAsked, getSigningSecondFactor, signMany, signPaper } from './index.ts'
import { decideSecondFactor } from './second-factor.ts'
import { findKeyOf } from './queries.ts'
import { aDecision, aSigningHouse, callOf, givePostAndSeal, leader, NOW, PIN } from './testing.ts'

after(stopSetters)
const administrator = anActor({ 'settings.change': ['ubnd-tinh'] }, { id: 'admin' })

test('the setting says whose signatures ask for the telephone; tokens and remote services have their own', () => {
  for (const by of ['receiver', 'head', 'initials', 'leader', 'seal'] as const)
    for (const kind of ['software', 'pkcs11', 'csc', 'agent'] as const) {
      const here = kind === 'software' || kind === 'pkcs11'
      assert.equal(decideSecondFactor('never', by, kind), false)
      assert.equal(decideSecondFactor('leaders', by, kind), here && by !== 'receiver' && by !== 'seal')
      assert.equal(decideSecondFactor('all', by, kind), here)
    }
})

/** The chairman with a telephone, at a house whose leaders sign with PIN and code. */
async function aHouseThatAsks(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const { id } = await h.db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'chutich.liemphong')
    .executeTakeFirstOrThrow()
  const chairman = { ...leader, id }
  await changeSigningSecondFactor(callOf(h.db, administrator), { of: 'leaders' })
  const { secret } = newTotpSecret('x')
  const setUp = () =>
    sql`update account set totp_secret_sealed = ${sealingOf(h.house.dataDir).seal(secret)} where id = ${id}::uuid`.execute(
      h.db,
    )
  const codeAt = (at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })
  const { person } = await givePostAndSeal(h)
  return { ...h, chairman, setUp, codeAt, person }
}

test('where leaders are asked, the PIN alone signs nothing; a code signs once, and who has no telephone is told', async (t) => {
  const h = await aHouseThatAsks(t)
  const [first, second] = [await aDecision(h), await aDecision(h)]
  const sign = (paperId: string, oneTimeCode?: string, at = NOW) =>
    signPaper(callOf(h.db, h.chairman, at), h.house, {
      ...{ paperId, key: 'lanh-dao', secret: PIN },
      ...(oneTimeCode ? { oneTimeCode } : {}),
    })
  await assert.rejects(sign(first.id, '123456'), { code: 'accounts.second-factor-missing' })
  await h.setUp()
  await assert.rejects(sign(first.id), { code: 'accounts.code-for-act-missing' })
  await assert.rejects(sign(first.id, '000000'), { code: 'accounts.code-for-act-wrong' })
  assert.equal((await sign(first.id, h.codeAt(NOW))).state, 'signing')
  await assert.rejects(sign(second.id, h.codeAt(NOW)), { code: 'accounts.code-for-act-wrong' }, 'used')
  const later = new Date(NOW.getTime() + 60_000)
  assert.equal((await sign(second.id, h.codeAt(later), later)).state, 'signing')
  assert.equal(
    await codeAsked(callOf(h.db, h.chairman), h.house, [{ by: 'leader', organisationId: 'xa-liem-phong' }]),
    'phone',
  )
  assert.equal(
    await codeAsked(callOf(h.db, h.chairman), h.house, [{ by: 'receiver', organisationId: 'xa-liem-phong' }]),
    null,
  )
})

test('a whole list takes one code; a wrong PIN asks for no code and uses none up', async (t) => {
  const h = await aHouseThatAsks(t)
  await h.setUp()
  const papers = await Promise.all(Array.from({ length: 5 }, () => aDecision(h)))
  const wish = papers.map((paper) => ({ paperId: paper.id, key: 'lanh-dao' }))
  const call = callOf(h.db, h.chairman)
  const oneTimeCode = h.codeAt(NOW)
  await assert.rejects(signMany(call, h.house, { papers: wish, secret: 'wrong!', oneTimeCode }), {
    code: 'signing.wrong-pin',
  })
  await assert.rejects(signMany(call, h.house, { papers: wish, secret: PIN, oneTimeCode: '000000' }), {
    code: 'accounts.code-for-act-wrong',
  })
  assert.equal((await findKeyOf(h.db, h.person.id))?.tries, 0, 'the PIN was right')
  const outcomes = await signMany(call, h.house, { papers: wish, secret: PIN, oneTimeCode })
  assert.deepEqual(
    outcomes.map((each) => each.code ?? 'done'),
    ['done', 'done', 'done', 'done', 'done'],
  )
})

test('twenty wrong codes at once: five are tried, then nobody tries for ten minutes, also with the right one', async (t) => {
  const h = await aHouseThatAsks(t)
  await h.setUp()
  const paper = await aDecision(h)
  const sign = (oneTimeCode: string, at = NOW) =>
    signPaper(callOf(h.db, h.chairman, at), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN, oneTimeCode })
  const wrong = Array.from({ length: 20 }, (_, at) => String(100_000 + at))
  const outcomes = await Promise.allSettled(wrong.map((code) => sign(code)))
  const codes = outcomes.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'signed'))
  assert.equal(codes.filter((code) => code === 'accounts.code-for-act-wrong').length, 5)
  assert.equal(codes.filter((code) => code === 'platform.too-often').length, 15)
  await assert.rejects(sign(h.codeAt(NOW)), { code: 'platform.too-often' })
  const later = new Date(NOW.getTime() + 11 * 60_000)
  assert.equal((await sign(h.codeAt(later), later)).state, 'signing')
})

test('only who reaches the whole province changes the setting, and the audit trail keeps from what to what', async (t) => {
  const h = await aSigningHouse(t)
  assert.equal((await getSigningSecondFactor({ db: h.db })).of, 'never')
  const commune = anActor({ 'settings.change': ['xa-liem-phong'] })
  await assert.rejects(changeSigningSecondFactor(callOf(h.db, commune), { of: 'all' }), { code: 'signing.no-right' })
  await assert.rejects(changeSigningSecondFactor(callOf(h.db, administrator), { of: 'some' }), {
    code: 'signing.unknown-choice',
  })
  await changeSigningSecondFactor(callOf(h.db, administrator), { of: 'all' })
  assert.equal((await getSigningSecondFactor({ db: h.db })).of, 'all')
  const audit = await h.db
    .selectFrom('audit_entry')
    .select('entry')
    .where('act', '=', 'signing.second-factor-changed')
    .executeTakeFirstOrThrow()
  assert.match(audit.entry.toString('utf8'), /never.*all/)
})
