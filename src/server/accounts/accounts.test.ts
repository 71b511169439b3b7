import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { testDatabase } from '#server/platform/testing.ts'
import {
  askRegistrationCode,
  choosePost,
  claimAccount,
  endSession,
  findSignedIn,
  giveSecondFactor,
  openAccountAtDesk,
  register,
  resetPassword,
  askResetCode,
  signIn,
} from './index.ts'
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

test('ten wrong passwords lock the account for a quarter of an hour, although each was refused', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const wrong = { name: '0912 000 001', password: 'sai', demonstration }
  for (let at = 0; at < 10; at += 1)
    await assert.rejects(signIn(callAt(db), wrong), refuses('accounts.wrong-name-or-password'))
  await assert.rejects(
    signIn(callAt(db), { ...wrong, password: 'Dinh-Ha-Nam-2020' }),
    refuses('accounts.wrong-name-or-password'),
  )
  assert.ok((await signIn(callAt(db, later(16)), { ...wrong, password: 'Dinh-Ha-Nam-2020' })).token)
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
  await giveSecondFactor(callAt(db), sealingOf(dataDir), first.session, code)
  assert.equal((await findSignedIn(db, token, NOW, demonstration))?.owes, null)
  await assert.rejects(
    giveSecondFactor(callAt(db), sealingOf(dataDir), first.session, code),
    refuses('accounts.wrong-code'),
  )
})

test('a citizen registers with a code; a wrong one five times ends it', async (t) => {
  const { db } = await testDatabase(t)
  const { code } = await askRegistrationCode(callAt(db), '0987 654 321')
  const command = { contact: '0987654321', fullName: 'Lê Văn Mới', password: PASSWORD, kind: 'citizen' as const }
  await assert.rejects(register(callAt(db), { ...command, code, password: 'ngan' }), refuses('accounts.password-weak'))
  const wrong = code === '111111' ? '222222' : '111111'
  for (let at = 0; at < 5; at += 1)
    await assert.rejects(register(callAt(db), { ...command, code: wrong }), refuses('accounts.wrong-code'))
  await assert.rejects(register(callAt(db), { ...command, code }), refuses('accounts.wrong-code'))
  const second = await askRegistrationCode(callAt(db), '+84 987654321')
  const { token } = await register(callAt(db), { ...command, code: second.code })
  assert.equal((await findSignedIn(db, token, NOW, demonstration))?.actor.name, 'Lê Văn Mới')
  const outbox = await db.selectFrom('outbox_message').select(['channel', 'recipient']).execute()
  assert.deepEqual(outbox[0], { channel: 'sms', recipient: '0987654321' })
})

test('a reset ends every session; for an unknown contact nothing is sent and nothing is told', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { token } = await signIn(callAt(db), { name: 'congdan', password: 'Dinh-Ha-Nam-2020', demonstration })
  assert.equal(await askResetCode(callAt(db), '0900000000'), null)
  const code = await askResetCode(callAt(db), '0912000001')
  await resetPassword(callAt(db), { contact: '0912000001', code: code!, password: PASSWORD })
  assert.equal(await findSignedIn(db, token, NOW, demonstration), undefined)
  assert.ok((await signIn(callAt(db), { name: 'congdan', password: PASSWORD, demonstration })).token)
})

test('an account opened at the desk is taken over with the code on the receipt, once', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { token } = await signIn(callAt(db), { name: 'motcua.liemphong', password: 'Dinh-Ha-Nam-2020', demonstration })
  const { actor } = (await findSignedIn(db, token, NOW, demonstration))!
  const person = { fullName: 'Đỗ Thị Già', identityPaper: 'can-cuoc', identityNumber: '035150000099' }
  await assert.rejects(openAccountAtDesk(callAt(db), person), refuses('accounts.no-right'))
  const { claimCode, accountId } = await openAccountAtDesk({ ...callAt(db), actor }, person)
  assert.equal((await openAccountAtDesk({ ...callAt(db), actor }, person)).accountId, accountId)
  await assert.rejects(
    claimAccount(callAt(db), { code: 'AAAAAAAAAA', password: PASSWORD }),
    refuses('accounts.wrong-code'),
  )
  const claimed = await claimAccount(callAt(db), { code: claimCode!, password: PASSWORD })
  assert.equal((await findSignedIn(db, claimed.token, NOW, demonstration))?.session.accountId, accountId)
  await assert.rejects(
    claimAccount(callAt(db), { code: claimCode!, password: PASSWORD }),
    refuses('accounts.wrong-code'),
  )
})

test('nobody acts as a post that is not his', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { token } = await signIn(callAt(db), { name: 'congan', password: 'Dinh-Ha-Nam-2020', demonstration })
  const signedIn = (await findSignedIn(db, token, NOW, demonstration))!
  await assert.rejects(choosePost(callAt(db), signedIn, 'ubnd-tinh.chu-tich'), refuses('accounts.not-your-post'))
})
