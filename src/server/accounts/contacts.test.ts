import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { takeValues } from '#server/platform/values/index.ts'
import {
  claimAccount,
  findAccount,
  findSignedIn,
  holderOfContact,
  openAccountAtDesk,
  proveContact,
  readContact,
  register,
  resetPassword,
  sendContactCode,
  signIn,
} from './index.ts'
import { setContact } from './contact-queries.ts'
import { aProvedContact, later, NOW, testSealing, visitorAt } from './testing.ts'

const PASSWORD = 'mot cau ngan de nho'
const OTHER = 'bon con vit qua cau'
const demonstration = true
const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : String(error))
const refuses = (code: string) => (error: unknown) => codeOf(error) === code
const faultsOf = async (promise: Promise<unknown>): Promise<string[]> => {
  const error = await promise.then(
    () => undefined,
    (each: unknown) => each as Refusal,
  )
  assert.equal(error?.code, 'platform.values-wrong')
  return (error.facts.faults as { path: string }[]).map((each) => each.path)
}
const newPerson = (flow: string, contact: string) => ({
  flow,
  contact,
  fullName: 'Lê Văn Mới',
  password: PASSWORD,
  kind: 'citizen' as const,
})
const contactOf = (typed: string) => takeValues({ contact: readContact(typed) }).contact
const deskCall = (db: Db, id = crypto.randomUUID()): Call => ({
  ...visitorAt(db),
  actor: anActor({ 'dossiers.file-at-desk': ['xa-liem-phong'] }, { id, organisationId: 'xa-liem-phong' }),
})
const GIA = { organisationId: 'xa-liem-phong', fullName: 'Đỗ Thị Già', identityNumber: '035150000099' }

test('a citizen registers by a contact proved once; all faults are told at once, and the proof stays until it is used', async (t) => {
  const { db } = await testDatabase(t)
  const call = visitorAt(db)
  const flow = await aProvedContact(call, '0987 654 321')
  const command = newPerson(flow, '0987654321')
  assert.deepEqual(await faultsOf(register(call, { ...command, fullName: '', password: 'ngan', taxCode: 'abc' })), [
    'fullName',
    'taxCode',
    'password',
  ])
  const { token } = await register(call, command)
  const signedIn = await findSignedIn(db, token, NOW, demonstration)
  assert.equal(signedIn?.actor.name, 'Lê Văn Mới')
  assert.equal(signedIn?.actor.owesIdentityCode, undefined, 'a code was given on this device just now')
  await assert.rejects(register(call, command), refuses('accounts.code-over'))
  for (const spelling of ['0987654321', '+84 987 654 321', '84987654321', '0987-654-321', '(+84) 987.654.321'])
    assert.ok((await signIn(call, { name: spelling, password: PASSWORD, demonstration })).token, spelling)
})

test('an unusual name is asked about once and then taken as it is; a name of one letter is a name', async (t) => {
  const { db } = await testDatabase(t)
  const call = visitorAt(db)
  for (const [n, name] of ['Ý', 'phạm văn đức', 'Bình'].entries()) {
    const contact = `098765432${n}`
    const command = { ...newPerson(await aProvedContact(call, contact), contact), fullName: name }
    await assert.rejects(register(call, command), refuses('accounts.name-doubt'), name)
    await assert.rejects(register(call, { ...command, sureOfName: 'khác' }), refuses('accounts.name-doubt'))
    const { token } = await register(call, { ...command, sureOfName: name })
    assert.equal((await findSignedIn(db, token, NOW, demonstration))?.actor.name, name)
  }
})

test('a code belongs to the browser that asked: five wrong tries end it there, and nobody elsewhere ends it or uses up its tries', async (t) => {
  const { db } = await testDatabase(t)
  const [here, there] = [visitorAt(db, '10.0.0.1'), visitorAt(db, '203.0.113.5')]
  const contact = contactOf('0987654321')
  const send = (call: Call) => sendContactCode(call, testSealing(), { contact, reason: 'enter', shown: false })
  const own = await send(here)
  const foreign = await send(there)
  const wrong = (code: string) => (code === '111111' ? '222222' : '111111')
  for (let n = 0; n < 5; n += 1)
    await assert.rejects(
      proveContact(there, testSealing(), foreign.flow, wrong(foreign.code)),
      refuses('accounts.wrong-code'),
    )
  await assert.rejects(proveContact(there, testSealing(), foreign.flow, foreign.code), refuses('accounts.code-used-up'))
  assert.ok((await proveContact(here, testSealing(), own.flow, own.code)).proved)
  await assert.rejects(proveContact(here, testSealing(), 'x'.repeat(43), own.code), refuses('accounts.code-over'))
})

test('codes: a known contact and an unknown one meet the same answers, limits and messages', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const answers = async (typed: string, ip: string) => {
    const all: string[] = []
    for (let n = 0; n < 7; n += 1) {
      const sent = sendContactCode(visitorAt(db, ip), testSealing(), {
        contact: contactOf(typed),
        reason: 'enter',
        shown: false,
      })
      all.push(await sent.then(() => 'sent', codeOf))
    }
    return all
  }
  const before = await db.selectFrom('outbox_message').select('id').execute()
  const known = await answers('0912000001', '10.0.0.1')
  const between = await db.selectFrom('outbox_message').select('id').execute()
  const unknown = await answers('0987000001', '10.0.0.2')
  const after = await db.selectFrom('outbox_message').select('id').execute()
  assert.deepEqual(known, unknown)
  assert.equal(between.length - before.length, after.length - between.length)
})

test('a desk helps sixty citizens an hour with codes from one address', async (t) => {
  const { db } = await testDatabase(t)
  for (let n = 0; n < 60; n += 1) await aProvedContact(visitorAt(db, '10.0.0.1', later(n)), `09876543${10 + n}`)
})

test('a stranger who registers the phone a desk typed gets an account of their own, never the desk’s; its holder hears of it', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { accountId, claimCode } = await openAccountAtDesk(deskCall(db), { ...GIA, phone: '+84 934 000 111' })
  assert.equal((await findAccount(db, accountId))?.phone, '0934000111')
  const flow = await aProvedContact(visitorAt(db), '0934000111')
  assert.equal((await holderOfContact(db, contactOf('0934000111'))).state, 'typed')
  assert.deepEqual(await faultsOf(resetPassword(visitorAt(db), testSealing(), { flow, password: OTHER })), ['proof'])
  assert.deepEqual(
    await faultsOf(resetPassword(visitorAt(db), testSealing(), { flow, password: OTHER, proof: '035150000098' })),
    ['proof'],
  )
  const { token } = await register(visitorAt(db), newPerson(flow, '0934000111'))
  assert.notEqual((await findSignedIn(db, token, NOW, demonstration))?.session.accountId, accountId)
  const claimed = await claimAccount(visitorAt(db), { code: claimCode!, password: OTHER })
  assert.equal((await findSignedIn(db, claimed.token, NOW, demonstration))?.session.accountId, accountId)
  const own = await signIn(visitorAt(db), { name: '035150000099', password: OTHER, demonstration })
  assert.equal((await findSignedIn(db, own.token, NOW, demonstration))?.session.accountId, accountId)
  assert.equal(
    await signIn(visitorAt(db), { name: '0934000111', password: OTHER, demonstration }).then(() => 'in', codeOf),
    'accounts.wrong-name-or-password',
  )
})

test('whoever holds the phone and knows the identity number, or has the code of the receipt, gets into the desk’s account', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const first = await openAccountAtDesk(deskCall(db), { ...GIA, phone: '0934000111' })
  const flow = await aProvedContact(visitorAt(db), '0934000111')
  const one = await resetPassword(visitorAt(db), testSealing(), { flow, password: PASSWORD, proof: '035 150 000 099' })
  assert.equal((await findSignedIn(db, one.token, NOW, demonstration))?.session.accountId, first.accountId)
  const again = await aProvedContact(visitorAt(db), '0934000111')
  const wrong = { flow: again, password: OTHER, proof: 'AAAAAAAAAA' }
  assert.deepEqual(await faultsOf(resetPassword(visitorAt(db), testSealing(), wrong)), ['proof'])
  const two = await resetPassword(visitorAt(db), testSealing(), { ...wrong, proof: first.claimCode! })
  assert.equal((await findSignedIn(db, two.token, NOW, demonstration))?.session.accountId, first.accountId)
  assert.equal(await findSignedIn(db, one.token, NOW, demonstration), undefined, 'sessions before have ended')
  const told = await db.selectFrom('outbox_message').select('recipient').where('about', '=', 'security').execute()
  assert.ok(told.some((each) => each.recipient === '0934000111'))
})

test('an account at the desk is claimed once with its code and signs in by any spelling of the phone typed there', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  await assert.rejects(openAccountAtDesk(visitorAt(db), GIA), refuses('accounts.no-right'))
  await assert.rejects(
    openAccountAtDesk(deskCall(db), { ...GIA, organisationId: 'phuong-minh-khai' }),
    refuses('accounts.no-right'),
  )
  const { claimCode, accountId, outcome } = await openAccountAtDesk(deskCall(db), { ...GIA, phone: '84934000111' })
  assert.equal(outcome, 'opened')
  assert.equal((await openAccountAtDesk(deskCall(db), GIA)).outcome, 'known')
  await assert.rejects(
    claimAccount(visitorAt(db), { code: 'AAAAAAAAAA', password: PASSWORD }),
    refuses('accounts.wrong-claim-code'),
  )
  assert.deepEqual(await faultsOf(claimAccount(visitorAt(db), { code: claimCode!, password: '0934000111' })), [
    'password',
  ])
  const claimed = await claimAccount(visitorAt(db), { code: claimCode!, password: PASSWORD })
  assert.equal((await findSignedIn(db, claimed.token, NOW, demonstration))?.session.accountId, accountId)
  await assert.rejects(
    claimAccount(visitorAt(db), { code: claimCode!, password: PASSWORD }),
    refuses('accounts.wrong-claim-code'),
  )
  for (const name of ['0934000111', '+84 934 000 111', '+84934000111', '0084934000111', '0934-000-111'])
    assert.ok((await signIn(visitorAt(db), { name, password: PASSWORD, demonstration })).token, name)
})

test('a new code for a person who cannot get in comes from another official, ends what opened the account before, and is the second proof', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const clerk = deskCall(db)
  const { claimCode, accountId } = await openAccountAtDesk(clerk, GIA)
  const taken = await claimAccount(visitorAt(db), { code: claimCode!, password: PASSWORD })
  assert.equal((await findAccount(db, accountId))?.secondProofAt, null)
  await assert.rejects(openAccountAtDesk(clerk, { ...GIA, renew: true }), refuses('accounts.same-official'))
  const renewed = await openAccountAtDesk(deskCall(db), { ...GIA, renew: true })
  assert.equal(renewed.accountId, accountId)
  assert.equal(await findSignedIn(db, taken.token, NOW, demonstration), undefined)
  await claimAccount(visitorAt(db), { code: renewed.claimCode!, password: OTHER })
  assert.notEqual((await findAccount(db, accountId))?.secondProofAt, null)
})

test('two browsers that prove one contact at once make one account', async (t) => {
  const { db } = await testDatabase(t)
  const call = visitorAt(db)
  const flows = [await aProvedContact(call, '0987654321'), await aProvedContact(call, '0987654321')]
  const results = await Promise.allSettled(flows.map((flow) => register(call, newPerson(flow, '0987654321'))))
  assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1)
  const one = await aProvedContact(call, '0987654322')
  const twice = await Promise.allSettled([1, 2].map(() => register(call, newPerson(one, '0987654322'))))
  assert.equal(twice.filter((each) => each.status === 'fulfilled').length, 1)
})

test('the database keeps one confirmed number for one account', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const ids = (
    await db.selectFrom('account').select('id').where('login_name', 'in', ['congdan2', 'doanhnghiep']).execute()
  ).map((each) => each.id)
  const taken = contactOf('0912000001')
  for (const id of ids)
    await assert.rejects(inTransaction(visitorAt(db), (within) => setContact(within.db, id, taken, NOW)))
})
