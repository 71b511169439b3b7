import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { choosePost, endSession, findSignedIn, giveSecondFactor, signIn } from './index.ts'
import { insertDemonstrationAccount } from './seed-account.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const PASSWORD = 'mot cau ngan de nho'
const callAt = (db: Db, now = NOW): Call => ({
  db,
  actor: anonymousActor,
  now,
  origin: { requestId: 'test', ip: '10.0.0.1' },
})
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const demonstration = true

test('an official of the demonstration signs in, acts as his post, and the token is kept only as a hash', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { token } = await signIn(callAt(db), { name: 'motcua.liemphong', password: 'Dinh-Ha-Nam-2020', demonstration })
  const signedIn = await findSignedIn(db, token, later(5), demonstration)
  assert.equal(signedIn?.owes, null)
  assert.equal(signedIn?.actor.postId, 'xa-liem-phong.tu-phap')
  assert.ok(signedIn?.actor.grants.get('dossiers.accept')?.has('motcua-xa-liem-phong'))
  assert.ok(!signedIn?.actor.grants.get('dossiers.accept')?.has('motcua-phu-ly'))
  const rows = await db.selectFrom('session').select('token_hash').execute()
  assert.ok(rows.every((row) => !row.token_hash.toString('utf8').includes(token)))
  assert.equal((await findSignedIn(db, token, later(45), demonstration))?.owes, 'unlock')
  assert.equal(await findSignedIn(db, token, later(13 * 60), demonstration), undefined)
  await endSession(callAt(db), signedIn!.session)
  assert.equal(await findSignedIn(db, token, later(6), demonstration), undefined)
})

test('where the demonstration is closed its passwords open nothing', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const command = { name: 'congdan', password: 'Dinh-Ha-Nam-2020', demonstration: false }
  await assert.rejects(signIn(callAt(db), command), refuses('accounts.wrong-name-or-password'))
})

test('the administrator owes a second factor; a code opens once', async (t) => {
  const { db } = await testDatabase(t)
  const dataDir = mkdtempSync('/tmp/dinh-keys-')
  const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  await insertDemonstrationAccount(
    db,
    {
      id: newId(NOW),
      kind: 'citizen',
      fullName: 'Người Thử',
      loginName: 'thu',
      at: NOW,
      password: PASSWORD,
      totpSecret,
    },
    sealingOf(dataDir),
  )
  const { token } = await signIn(callAt(db), { name: 'thu', password: PASSWORD, demonstration })
  const first = (await findSignedIn(db, token, NOW, demonstration))!
  assert.equal(first.owes, 'second-factor')
  const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: NOW.getTime() })
  await assert.rejects(
    giveSecondFactor(callAt(db), sealingOf(dataDir), first.session, '000000'),
    refuses('accounts.wrong-code'),
  )
  const renewed = await giveSecondFactor(callAt(db), sealingOf(dataDir), first.session, code)
  assert.equal(await findSignedIn(db, token, NOW, demonstration), undefined, 'the token before opens nothing')
  assert.equal((await findSignedIn(db, renewed!.token, NOW, demonstration))?.owes, null)
  await assert.rejects(
    giveSecondFactor(callAt(db), sealingOf(dataDir), first.session, code),
    refuses('accounts.wrong-code'),
  )
})

test('nobody acts as a post that is not his', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { token } = await signIn(callAt(db), { name: 'congan', password: 'Dinh-Ha-Nam-2020', demonstration })
  const signedIn = (await findSignedIn(db, token, NOW, demonstration))!
  await assert.rejects(choosePost(callAt(db), signedIn, 'ubnd-tinh.chu-tich'), refuses('accounts.not-your-post'))
})
