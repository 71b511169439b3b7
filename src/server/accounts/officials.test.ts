import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import {
  claimAccount,
  disableAccount,
  enableAccount,
  endSessionsOf,
  findOfficial,
  findSignedIn,
  giveSetupCode,
  listOfficials,
  listPersonsWithoutAccount,
  openOfficialAccount,
  resetSecondFactor,
  signIn,
} from './index.ts'
import { isLoginName } from './open-official-account.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const PASSWORD = 'mot cau ngan de nho'
const OLD = 'Dinh-Ha-Nam-2020'
const demonstration = true
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const visitor = (db: Db): Call => ({
  db,
  actor: anonymousActor,
  now: NOW,
  origin: { requestId: 'test', ip: '10.0.0.1' },
})
const idOf = async (db: Db, login: string) =>
  (await db.selectFrom('account').select('id').where('login_name', '=', login).executeTakeFirstOrThrow()).id
/** An administrator of the places given, or of all. */
async function administrator(db: Db, where?: string[], login = 'quantri'): Promise<Call> {
  const reach = where ?? (await db.selectFrom('organisation').select('id').execute()).map((each) => each.id)
  return { ...visitor(db), actor: anActor({ 'accounts.change': reach }, { id: await idOf(db, login) }) }
}

test('a login name is short, small and never looks like a phone or an address', () => {
  for (const name of ['mai', 'mai.nt', 'motcua.liemphong', 'a1b']) assert.ok(isLoginName(name), name)
  for (const name of ['ma', '0912000001', 'Mai', 'mai@thu.example', 'mai..nt', '.mai', 'mai.', 'mái', 'a'.repeat(41)])
    assert.ok(!isLoginName(name), name)
})

test('an official gets an account without a password, takes it over once with the code of the slip, and acts as his post', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const [person] = (await listPersonsWithoutAccount(call, '', 20)).filter((each) => each.posts.length > 0)
  const opened = await openOfficialAccount(call, { personId: person!.id, loginName: 'Can.Bo.Moi' })
  assert.equal(opened.loginName, 'can.bo.moi')
  await assert.rejects(
    signIn(visitor(db), { name: 'can.bo.moi', password: '', demonstration }),
    refuses('accounts.wrong-name-or-password'),
  )
  const claimed = await claimAccount(visitor(db), { code: opened.code, password: PASSWORD })
  assert.ok(claimed.official)
  assert.ok((await findSignedIn(db, claimed.token, NOW, demonstration))!.actor.postId)
  await assert.rejects(
    claimAccount(visitor(db), { code: opened.code, password: PASSWORD }),
    refuses('accounts.wrong-claim-code'),
  )
  await assert.rejects(
    openOfficialAccount(call, { personId: person!.id, loginName: 'khac.ten' }),
    refuses('accounts.person-has-account'),
  )
  const other = (await listPersonsWithoutAccount(call, '', 20))[0]!
  await assert.rejects(
    openOfficialAccount(call, { personId: other.id, loginName: 'can.bo.moi' }),
    refuses('accounts.login-name-taken'),
  )
})

test('two administrators who open an account for one person at once open one', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const person = (await listPersonsWithoutAccount(call, '', 1))[0]!
  const results = await Promise.allSettled(
    ['mot', 'hai'].map((name) => openOfficialAccount(call, { personId: person.id, loginName: `ten.${name}` })),
  )
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1)
  for (const each of results)
    if (each.status === 'rejected') assert.ok(refuses('accounts.person-has-account')(each.reason), String(each.reason))
})

test('a disabled official is out at once and stays out until enabled; a code given before does not open', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const accountId = await idOf(db, 'motcua.liemphong')
  const { token } = await signIn(visitor(db), { name: 'motcua.liemphong', password: OLD, demonstration })
  await disableAccount(call, { accountId })
  assert.equal(await findSignedIn(db, token, NOW, demonstration), undefined)
  await assert.rejects(giveSetupCode(call, { accountId }), refuses('accounts.is-disabled'))
  await enableAccount(call, { accountId })
  assert.ok((await signIn(visitor(db), { name: 'motcua.liemphong', password: OLD, demonstration })).token)
  const { code } = await giveSetupCode(call, { accountId })
  await disableAccount(call, { accountId })
  await assert.rejects(claimAccount(visitor(db), { code, password: PASSWORD }), refuses('accounts.wrong-claim-code'))
})

test('a reset ends the old password and every session; only the newest code opens; the second factor is set up anew', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const accountId = await idOf(db, 'chutich.liemphong')
  const { token } = await signIn(visitor(db), { name: 'chutich.liemphong', password: OLD, demonstration })
  const first = await giveSetupCode(call, { accountId })
  const second = await giveSetupCode(call, { accountId })
  assert.equal(await findSignedIn(db, token, NOW, demonstration), undefined)
  await assert.rejects(
    signIn(visitor(db), { name: 'chutich.liemphong', password: OLD, demonstration }),
    refuses('accounts.wrong-name-or-password'),
  )
  await assert.rejects(
    claimAccount(visitor(db), { code: first.code, password: PASSWORD }),
    refuses('accounts.wrong-claim-code'),
  )
  const claimed = await claimAccount(visitor(db), { code: second.code, password: PASSWORD })
  await endSessionsOf(call, { accountId })
  assert.equal(await findSignedIn(db, claimed.token, NOW, demonstration), undefined)
  await assert.rejects(resetSecondFactor(call, { accountId }), refuses('accounts.no-second-factor'))
  const other = await administrator(db, undefined, 'kstthc')
  await resetSecondFactor(other, { accountId: await idOf(db, 'quantri') })
  assert.equal((await findOfficial(other, await idOf(db, 'quantri')))?.secondFactor, false)
})

test('nobody disables or resets himself, and of two who disable each other at once one stays', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const one = await administrator(db)
  const two = await administrator(db, undefined, 'kstthc')
  for (const act of [disableAccount, enableAccount, giveSetupCode, resetSecondFactor, endSessionsOf])
    await assert.rejects(act(one, { accountId: one.actor.id }), refuses('accounts.not-yourself'))
  const results = await Promise.allSettled([
    disableAccount(one, { accountId: two.actor.id }),
    disableAccount(two, { accountId: one.actor.id }),
  ])
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1)
})

test('an administrator of a commune sees and changes only accounts there; citizens are nobody here', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db, ['xa-liem-phong'])
  const { items } = await listOfficials(call, { limit: 200 })
  assert.ok(items.some((each) => each.loginName === 'motcua.liemphong'))
  assert.ok(!items.some((each) => each.loginName.endsWith('.phuly')))
  await assert.rejects(
    disableAccount(call, { accountId: await idOf(db, 'motcua.phuly') }),
    refuses('accounts.out-of-reach'),
  )
  assert.equal(await findOfficial(call, await idOf(db, 'motcua.phuly')), undefined)
  await assert.rejects(disableAccount(call, { accountId: await idOf(db, 'congdan') }), refuses('accounts.unknown'))
})

test('accounts are paged to the end without one twice, found without accents and by state; the trail holds no name', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const seen: string[] = []
  for (let after: string | undefined; ;) {
    const page = await listOfficials(call, { limit: 7, after })
    seen.push(...page.items.map((each) => each.loginName))
    if (!page.next) break
    after = page.next
  }
  assert.deepEqual(seen, [...new Set(seen)].sort())
  const all = (await listOfficials(call, { limit: 500 })).items
  assert.equal(seen.length, all.length)
  const someone = all.find((each) => each.posts.length > 0)!
  const found = await listOfficials(call, { words: someone.fullName.toLowerCase(), limit: 50 })
  assert.ok(found.items.some((each) => each.id === someone.id))
  const person = (await listPersonsWithoutAccount(call, '', 1))[0]!
  await openOfficialAccount(call, { personId: person.id, loginName: 'dang.cho' })
  const waiting = await listOfficials(call, { state: 'waiting', limit: 50 })
  assert.deepEqual(
    waiting.items.map((each) => each.loginName),
    ['dang.cho'],
  )
  const trail = await db.selectFrom('audit_entry').select('entry').execute()
  assert.ok(trail.every((each) => !each.entry.toString('utf8').includes(person.fullName)))
})
