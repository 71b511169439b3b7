import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { type FakeProvider, openFakeProvider } from '../../../tests/fakes/openid-provider.ts'
import { beginNationalSignIn, endNationalSignIn, findSignedIn } from './index.ts'
import { findAccount, insertAccount } from './queries.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const BACK = 'http://localhost:3000/dang-nhap/quoc-gia/tro-lai'
const callAt = (db: Db, now = NOW): Call => ({
  ...{ db, now, actor: anonymousActor },
  origin: { requestId: 'test', ip: '10.0.0.1' },
})
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

async function stage(t: TestContext) {
  const { db } = await testDatabase(t)
  const provider = await openFakeProvider({ subject: 's-1', name: 'Trần Thị Hoà', identityNumber: '035190000011' })
  t.after(provider.close)
  return { db, provider }
}

const comeBack = async (db: Db, provider: FakeProvider, now = NOW) =>
  provider.follow(await beginNationalSignIn(callAt(db, now), provider, BACK, '/ho-so'))
const signIn = async (db: Db, provider: FakeProvider, now = NOW) =>
  endNationalSignIn(callAt(db, now), provider, await comeBack(db, provider, now))
const accountOf = async (db: Db, token: string) => (await findSignedIn(db, token, later(1), true))!.session.accountId
const counted = async (db: Db) =>
  (await db.selectFrom('account').select('id').where('kind', '=', 'citizen').execute()).length

test('the first sign-in with the national ID makes an account with name and number; the next one opens the same', async (t) => {
  const { db, provider } = await stage(t)
  const first = await signIn(db, provider)
  assert.equal(first.next, '/ho-so')
  const id = await accountOf(db, first.token)
  const account = await findAccount(db, id)
  assert.deepEqual(
    [account?.kind, account?.fullName, account?.identityPaper, account?.identityNumber, account?.identityLevel],
    ['citizen', 'Trần Thị Hoà', 'can-cuoc', '035190000011', 'national-id'],
  )
  assert.equal(await accountOf(db, (await signIn(db, provider)).token), id)
  assert.equal(await counted(db), 1)
})

test('two browsers of one person at the same moment open one account', async (t) => {
  const { db, provider } = await stage(t)
  const [one, two] = [await comeBack(db, provider), await comeBack(db, provider)]
  const sessions = await Promise.all([one, two].map((url) => endNationalSignIn(callAt(db), provider, url)))
  const [a, b] = await Promise.all(sessions.map((session) => accountOf(db, session.token)))
  assert.equal(a, b)
  assert.equal(await counted(db), 1)
})

test('an account that a desk confirmed with the same number is joined; one where the number was only stated is not', async (t) => {
  const { db, provider } = await stage(t)
  const row = { kind: 'citizen' as const, at: NOW, identityPaper: 'can-cuoc', identityNumber: '035190000011' }
  const [stated, desk] = ['0190a0a0-0000-7000-8000-00000000000a', '0190a0a0-0000-7000-8000-00000000000b']
  await insertAccount(db, { ...row, id: stated, fullName: 'Người khai', identityLevel: 'stated' })
  await insertAccount(db, { ...row, id: desk, fullName: 'Trần Thị Hòa', identityLevel: 'desk' })
  assert.equal(await accountOf(db, (await signIn(db, provider)).token), desk)
  assert.equal((await findAccount(db, desk))?.fullName, 'Trần Thị Hoà')
  assert.equal((await findAccount(db, stated))?.fullName, 'Người khai')
})

test('an account that was closed is not opened by the national ID', async (t) => {
  const { db, provider } = await stage(t)
  const id = await accountOf(db, (await signIn(db, provider)).token)
  await db.updateTable('account').set({ disabled_at: NOW }).where('id', '=', id).execute()
  await assert.rejects(signIn(db, provider), refuses('accounts.closed'))
})

test('a token with a wrong nonce, signature, audience or time is refused, and nobody gets an account', async (t) => {
  const { db, provider } = await stage(t)
  for (const knob of ['wrongNonce', 'wrongSignature', 'wrongAudience', 'expired'] as const) {
    provider.knobs = { [knob]: true }
    await assert.rejects(signIn(db, provider), refuses('accounts.provider-refused'), knob)
  }
  assert.equal(provider.exchanged.length, 4)
  assert.equal(await counted(db), 0)
})

test('a state that is unknown, used before or older than ten minutes opens nothing, and no code is handed in for it', async (t) => {
  const { db, provider } = await stage(t)
  const url = await comeBack(db, provider)
  const foreign = new URL(url)
  foreign.searchParams.set('state', 'x'.repeat(32))
  await assert.rejects(endNationalSignIn(callAt(db), provider, foreign), refuses('accounts.sign-in-expired'))
  await assert.rejects(endNationalSignIn(callAt(db, later(11)), provider, url), refuses('accounts.sign-in-expired'))
  assert.equal(provider.exchanged.length, 0)
  await endNationalSignIn(callAt(db), provider, url)
  await assert.rejects(endNationalSignIn(callAt(db), provider, url), refuses('accounts.sign-in-expired'))
})

test('a code of another sign-in does not fit the verifier of this one', async (t) => {
  const { db, provider } = await stage(t)
  const [own, stolen] = [await comeBack(db, provider), await comeBack(db, provider)]
  own.searchParams.set('code', stolen.searchParams.get('code')!)
  await assert.rejects(endNationalSignIn(callAt(db), provider, own), refuses('accounts.provider-refused'))
})

test('a provider that does not answer within five seconds, or is away, is told with another way to sign in', async (t) => {
  const { db, provider } = await stage(t)
  provider.knobs = { away: true }
  await assert.rejects(comeBack(db, provider), refuses('accounts.provider-away'))
  provider.knobs = {}
  const url = await comeBack(db, provider)
  provider.knobs = { slow: true }
  await assert.rejects(endNationalSignIn(callAt(db), provider, url), refuses('accounts.provider-away'))
  provider.knobs = {}
  assert.ok((await signIn(db, provider)).token, 'it works again once the provider does')
})

test('a number that has not 12 digits, or no name, is refused; a name in decomposed letters is kept composed', async (t) => {
  const { db, provider } = await stage(t)
  for (const wrong of [{ identityNumber: '03519000001' }, { identityNumber: '0351900000111' }, { name: '   ' }]) {
    provider.person = { subject: 's-2', name: 'Lê Văn Ổn', identityNumber: '035190000022', ...wrong }
    await assert.rejects(signIn(db, provider), refuses('accounts.provider-unclear'))
  }
  provider.person = { subject: 's-3', name: ' Đỗ Thị Ngữ '.normalize('NFD'), identityNumber: '035190000033' }
  const account = await findAccount(db, await accountOf(db, (await signIn(db, provider)).token))
  assert.equal(account?.fullName, 'Đỗ Thị Ngữ'.normalize('NFC'))
})
