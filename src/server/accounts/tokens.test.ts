import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { forgetDirectory } from '#server/directory/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { confirmToken, createToken, findTokenActor, listApiTokens, revokeToken, viewTokensOfPost } from './index.ts'
import { hashPassword } from './passwords.ts'
import { type CreateToken, decideTokenRights } from './tokens.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const idOf = async (db: Db, login: string) =>
  (await db.selectFrom('account').select('id').where('login_name', '=', login).executeTakeFirstOrThrow()).id
const administrator = async (db: Db, where = ['xa-liem-phong', 'ubnd-phu-ly']): Promise<Call> => ({
  ...{ db, now: NOW, origin: { requestId: 'test', ip: '10.0.0.1' } },
  actor: anActor({ 'tokens.change': where }, { id: await idOf(db, 'quantri') }),
})
const command: CreateToken = {
  ...{ name: 'Phần mềm hộ tịch', postId: 'xa-liem-phong.tu-phap', organisationId: 'xa-liem-phong' },
  ...{ scopes: ['read', 'file'], reason: 'Kế hoạch kết nối số 12', expiresAt: days(90) },
}

test('a token has the rights of its post, narrowed to its scopes and its organisation, and never one more', () => {
  const post = new Map([
    ['dossiers.view', new Set(['a', 'b'])],
    ['dossiers.decide', new Set(['a'])],
    ['accounts.change', new Set(['a'])],
  ])
  assert.deepEqual(decideTokenRights(post, ['read'], new Set(['a'])), new Map([['dossiers.view', new Set(['a'])]]))
  assert.equal(decideTokenRights(post, ['file'], new Set(['a'])).size, 0)
  assert.deepEqual([...decideTokenRights(post, ['process'], new Set(['b'])).keys()], ['dossiers.view'])
})

test('a token needs a reason, an end within a year, and a post and an organisation that the administrator reaches', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const refused = (change: Partial<CreateToken>, code: string) =>
    assert.rejects(createToken(call, { ...command, ...change }), refuses(code), code)
  await refused({ reason: '' }, 'accounts.token-reason')
  await refused({ expiresAt: days(0) }, 'accounts.token-end')
  await refused({ expiresAt: days(400) }, 'accounts.token-end')
  await refused({ expiresAt: new Date('không') }, 'accounts.token-end')
  await refused({ scopes: [] }, 'accounts.token-incomplete')
  await refused({ postId: 'so-tu-phap.giam-doc' }, 'accounts.out-of-reach')
  await refused({ organisationId: 'so-tu-phap' }, 'accounts.out-of-reach')
  await refused({ organisationId: 'ubnd-phu-ly' }, 'accounts.token-beyond-post')
  await refused({ postId: 'xa-liem-phong.chu-tich', scopes: ['file'] }, 'accounts.token-beyond-post')
  await assert.rejects(createToken({ ...call, actor: anonymousActor }, command), refuses('accounts.out-of-reach'))
  await db.updateTable('account').set({ disabled_at: NOW }).where('login_name', '=', 'motcua.liemphong').execute()
  await refused({}, 'accounts.token-nobody-to-tell')
})

test('whoever holds the post is told, the trail names post, organisation and end, and the token opens until it is revoked', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = await administrator(db)
  const { id, token } = await createToken(call, command)
  const told = await db.selectFrom('announcement').selectAll().where('name', '=', 'accounts.token-made').execute()
  assert.equal(told.length, 1)
  assert.deepEqual(told[0]!.facts, {
    ...{ accountIds: [await idOf(db, 'motcua.liemphong')], name: command.name },
    ...{ postTitle: (await findTokenActor(db, token, NOW, true))!.actor.postTitle, until: '2027-02-22', waits: false },
  })
  const found = await findTokenActor(db, token, NOW, true)
  assert.deepEqual([...found!.actor.grants.keys()].sort(), ['dossiers.file-at-desk', 'dossiers.view'])
  assert.equal(found!.actor.grants.get('dossiers.view')?.has('ubnd-phu-ly'), false)
  assert.equal(await findTokenActor(db, token, days(91), true), undefined)
  assert.equal(await findTokenActor(db, token, NOW, false), undefined, 'closed with the demonstration')
  const [line] = await listApiTokens(call)
  assert.equal(line!.reason, command.reason)
  assert.equal(line!.lastUsedOn, '2026-11-24')
  const elsewhere = await administrator(db, ['ubnd-phu-ly'])
  assert.deepEqual(await listApiTokens(elsewhere), [])
  await assert.rejects(revokeToken(elsewhere, id), refuses('accounts.token-unknown'))
  await revokeToken(call, id)
  assert.equal(await findTokenActor(db, token, NOW, true), undefined)
  await assert.rejects(revokeToken(call, id), refuses('accounts.token-revoked-already'))
  const trail = await db.selectFrom('audit_entry').select('act').where('subject_id', '=', id).orderBy('seq').execute()
  assert.deepEqual(
    trail.map((each) => each.act),
    ['accounts.token-made', 'accounts.token-revoked'],
  )
})

test('a token that another program revokes is closed a second later, one that has ended at once, and rights follow the post', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id, token } = await createToken(await administrator(db), command)
  const seconds = (count: number) => new Date(NOW.getTime() + count * 1000)
  const other = await createToken(await administrator(db), { ...command, expiresAt: seconds(40) })
  const first = await findTokenActor(db, token, NOW, true)
  assert.equal(await findTokenActor(db, token, seconds(1), true), first, 'remembered')
  assert.notEqual(await findTokenActor(db, other.token, seconds(1), true), first)
  assert.equal((await findTokenActor(db, other.token, seconds(1), true))!.actor.id, other.id)
  await db.updateTable('api_token').set({ revoked_at: NOW }).where('id', '=', id).execute()
  assert.equal(await findTokenActor(db, token, seconds(3), true), undefined, 'revoked elsewhere')
  assert.equal(await findTokenActor(db, token, seconds(3), true), undefined)
  assert.ok(await findTokenActor(db, other.token, seconds(39), true))
  assert.equal(await findTokenActor(db, other.token, seconds(40), true), undefined, 'ended')
  const third = await createToken(await administrator(db), command)
  assert.ok((await findTokenActor(db, third.token, NOW, true))!.actor.grants.has('dossiers.view'))
  await db.deleteFrom('role_act').where('act', '=', 'dossiers.view').execute()
  forgetDirectory(db)
  assert.equal((await findTokenActor(db, third.token, NOW, true))!.actor.grants.has('dossiers.view'), false)
})

test('a token for a post that decides takes no step before the holder confirms with the password, and none when another holds the post', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const chairman = 'xa-liem-phong.chu-tich'
  const call = await administrator(db)
  const { id, token } = await createToken(call, { ...command, postId: chairman, scopes: ['read', 'process'] })
  const open = async (at = NOW) => (await findTokenActor(db, token, at, true))!
  const acts = ({ actor }: Awaited<ReturnType<typeof open>>) => [...actor.grants.keys()].sort()
  assert.deepEqual((await open()).scopes, ['read'])
  assert.ok(
    acts(await open()).every((act) => act.endsWith('.view')),
    acts(await open()).join(),
  )

  const holder = await idOf(db, 'chutich.liemphong')
  await db
    .updateTable('account')
    .set({ password_hash: await hashPassword('Mot-Hai-Ba-4') })
    .where('id', '=', holder)
    .execute()
  const as = (accountId: string, postId: string): Call => ({ ...call, actor: anActor({}, { id: accountId, postId }) })
  const password = 'Mot-Hai-Ba-4'
  await assert.rejects(confirmToken(call, { id, password }), refuses('accounts.token-not-yours'))
  await assert.rejects(confirmToken(as(call.actor.id, chairman), { id, password }), refuses('accounts.token-not-yours'))
  await assert.rejects(confirmToken(as(id, chairman), { id, password }), refuses('accounts.token-not-yours'), 'itself')
  await assert.rejects(confirmToken(as(holder, chairman), { id, password: 'x' }), refuses('accounts.wrong-password'))
  assert.deepEqual((await open()).scopes, ['read'])
  await confirmToken(as(holder, chairman), { id, password })
  assert.deepEqual((await open()).scopes, ['read', 'process'])
  assert.ok(acts(await open()).includes('dossiers.decide'))
  assert.ok(!acts(await open()).some((act) => act.startsWith('signing.')), 'signing is in no token')
  assert.ok((await viewTokensOfPost(as(holder, chairman)))[0]!.confirmedAt)
  await assert.rejects(confirmToken(as(holder, chairman), { id, password }), refuses('accounts.token-unknown'))

  await db.updateTable('appointment').set({ valid_to: '2026-11-24' }).where('post_id', '=', chairman).execute()
  forgetDirectory(db)
  assert.deepEqual((await open()).scopes, ['read'], 'the holder has left the post')
})
