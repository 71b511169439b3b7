import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { decideSecondFactorRoles } from './change-second-factor-roles.ts'
import { changeSecondFactorRoles, findSignedIn, getSecondFactorRoles, signIn } from './index.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const demonstration = true
const call = (db: Db): Call => ({ db, actor: anonymousActor, now: NOW, origin: { requestId: 'test', ip: '10.0.0.1' } })
const administrator = (db: Db, where = 'ubnd-tinh'): Call => ({
  ...call(db),
  actor: anActor({ 'settings.change': [where] }),
})
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const open = async (db: Db, name: string) =>
  (await signIn(call(db), { name, password: 'Dinh-Ha-Nam-2020', demonstration })).token

test('administrators owe a second factor whatever is chosen, and only known roles are chosen', () => {
  assert.ok(decideSecondFactorRoles(['leader']) instanceof Refusal)
  assert.ok(decideSecondFactorRoles(['administrator', 'king']) instanceof Refusal)
  assert.deepEqual(decideSecondFactorRoles(['leader', 'administrator']), ['administrator', 'leader'])
})

test('where nobody has changed it leaders owe a second factor; the demonstration lets them in with one', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const token = await open(db, 'chutich.liemphong')
  assert.equal((await findSignedIn(db, token, NOW, demonstration))?.owes, null)
  await db.deleteFrom('setting').where('key', '=', 'accounts.second-factor-roles').execute()
  assert.deepEqual((await getSecondFactorRoles(db)).roles, ['administrator', 'leader'])
  assert.equal((await findSignedIn(db, token, NOW, demonstration))?.owes, 'second-factor-setup')
  const clerk = await open(db, 'vanthu.phuly')
  assert.equal((await findSignedIn(db, clerk, NOW, demonstration))?.owes, null)
})

test('a change of the setting holds at once, also for those who are signed in, and stands in the audit trail', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const clerk = await open(db, 'vanthu.phuly')
  await changeSecondFactorRoles(administrator(db), { roles: ['administrator', 'records-clerk'] })
  assert.equal((await findSignedIn(db, clerk, NOW, demonstration))?.owes, 'second-factor-setup')
  const audit = await db
    .selectFrom('audit_entry')
    .select('entry')
    .where('act', '=', 'accounts.second-factor-roles-changed')
    .execute()
  assert.match(audit[0]!.entry.toString('utf8'), /records-clerk/)
})

test('an administrator of a commune does not change what holds for the whole province', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  await assert.rejects(
    changeSecondFactorRoles(administrator(db, 'xa-liem-phong'), { roles: ['administrator'] }),
    refuses('accounts.no-right'),
  )
})

test('when the demonstration is closed the sessions of its accounts open nothing, those of others go on', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const official = await open(db, 'motcua.liemphong')
  const citizen = await open(db, 'congdan')
  await db.updateTable('account').set({ demonstration: false }).where('login_name', '=', 'congdan').execute()
  assert.ok(await findSignedIn(db, official, NOW, true))
  assert.equal(await findSignedIn(db, official, NOW, false), undefined)
  assert.equal((await findSignedIn(db, citizen, NOW, false))?.actor.name, 'Nguyễn Thị Mai')
})
