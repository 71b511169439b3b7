import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { openFakeSms } from '../../../tests/fakes/sms-gateway.ts'
import { openFakeSmtp, readMail } from '../../../tests/fakes/smtp-server.ts'
import type { Db } from './call.ts'
import { listFailedMessages, listOutbox } from './operator-queries.ts'
import { queueMessage } from './outbox.ts'
import { channels, sendWaiting } from './outbox-sender.ts'
import { Refusal } from './refusal.ts'
import { sendMessageAgain } from './send-again.ts'
import { readSettings } from './settings.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const SUBJECT = 'Hồ sơ 000.26.17.H25-261124-0001: đã tiếp nhận, hẹn trả ngày 30/11/2026'
const BODY =
  'Kính gửi Ông/Bà Nguyễn Thị Ổn,\n\nHồ sơ của Ông/Bà đã được tiếp nhận.\n.\nMột dòng chỉ có dấu chấm ở trên.'

async function office(t: TestContext) {
  const { db } = await testDatabase(t)
  const [smtp, sms] = [await openFakeSmtp(), await openFakeSms()]
  t.after(() => Promise.all([smtp.close(), sms.close()]))
  const send = channels(readSettings({ SMTP_URL: smtp.url, SMS_URL: sms.url, MAIL_FROM: 'Đình <dinh@hanam.example>' }))
  return { db, smtp, sms, send }
}
const write = (db: Db) =>
  queueMessage({ db, now: NOW }, { channel: 'email', recipient: 'on@thu.example', subject: SUBJECT, body: BODY })
const one = async (db: Db) => (await listOutbox(db, 10))[0]!

test('a message in Vietnamese is sent once and arrives readable, subject and text', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  assert.equal(await sendWaiting(db, send, NOW), 1)
  assert.equal(await sendWaiting(db, send, later(3600)), 0)
  assert.equal(smtp.taken.length, 1)
  assert.deepEqual([smtp.taken[0]!.from, smtp.taken[0]!.to], ['dinh@hanam.example', 'on@thu.example'])
  const { subject, text } = readMail(smtp.taken[0]!)
  assert.equal(subject, SUBJECT)
  assert.equal(text.replaceAll('\r\n', '\n'), BODY)
  assert.equal((await one(db)).state, 'sent')
})

test('two workers at once send each message once', async (t) => {
  const { db, smtp, send } = await office(t)
  for (let n = 0; n < 12; n += 1) await write(db)
  const counts = await Promise.all([sendWaiting(db, send, NOW), sendWaiting(db, send, NOW)])
  assert.equal(counts[0] + counts[1], 12)
  assert.equal(new Set(smtp.taken.map((mail) => readMail(mail).messageId)).size, 12)
  assert.equal(smtp.taken.length, 12)
})

test('without SMTP_URL a message is kept and visible, and is sent when there is a channel and somebody says so', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  await sendWaiting(db, channels(readSettings({})), NOW)
  const kept = await one(db)
  assert.deepEqual([kept.state, kept.subject], ['kept', SUBJECT])
  assert.equal(await sendWaiting(db, send, later(60)), 0)
  const operator = aCall(db, anActor({ 'jobs.view': ['ubnd-tinh', 'dinh'] }), '2026-11-24T09:01')
  await sendMessageAgain(operator, kept.id)
  assert.equal(await sendWaiting(db, send, later(120)), 1)
  assert.equal(smtp.taken.length, 1)
})

test('a server that is busy or away is tried again, each time later; nothing is lost', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  smtp.mood = 'busy'
  assert.equal(await sendWaiting(db, send, NOW), 1)
  assert.equal(await sendWaiting(db, send, later(29)), 0)
  smtp.mood = 'cut-at-once'
  assert.equal(await sendWaiting(db, send, later(30)), 1)
  assert.equal(await sendWaiting(db, send, later(89)), 0, 'the second wait is twice as long')
  const waiting = await one(db)
  assert.deepEqual([waiting.state, waiting.tries], ['waiting', 2])
  assert.ok(waiting.lastError)
  smtp.mood = 'well'
  assert.equal(await sendWaiting(db, send, later(90)), 1)
  assert.deepEqual([smtp.taken.length, (await one(db)).state, (await one(db)).lastError], [1, 'sent', null])
})

test('cut after DATA, before the acknowledgement: sent again under the same Message-ID, so that it is never lost and a copy can be told', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  smtp.mood = 'cut-after-data'
  await sendWaiting(db, send, NOW)
  assert.equal((await one(db)).state, 'waiting')
  smtp.mood = 'well'
  await sendWaiting(db, send, later(30))
  assert.equal((await one(db)).state, 'sent')
  const ids = smtp.taken.map((mail) => readMail(mail).messageId)
  assert.equal(ids.length, 2)
  assert.equal(ids[0], ids[1])
  assert.equal(ids[0], `<${(await one(db)).id}@hanam.example>`)
})

test('a program killed with a message in hand leaves it to the next one after five minutes', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  const killed = { ...send, email: () => new Promise<void>(() => {}) }
  void sendWaiting(db, killed, NOW)
  while ((await db.selectFrom('outbox_message').select('retry_at').executeTakeFirst())?.retry_at === null)
    await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal(await sendWaiting(db, send, later(299)), 0)
  assert.equal(await sendWaiting(db, send, later(300)), 1)
  assert.equal(smtp.taken.length, 1)
})

test('a recipient that the server refuses for good fails at once, stands first before the administrator, who sends it again; others may not', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  smtp.mood = 'refuses-recipient'
  await sendWaiting(db, send, NOW)
  const [failed] = await listFailedMessages(db, 10)
  assert.deepEqual([failed?.state, failed?.tries], ['failed', 1])
  assert.match(failed!.lastError!, /No such user/)
  const act = (grants: Record<string, string[]>, id = failed!.id) =>
    sendMessageAgain(aCall(db, anActor(grants), '2026-11-24T09:01'), id)
  const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
  await assert.rejects(act({}), refuses('accounts.no-right'))
  await assert.rejects(act({ 'jobs.view': ['ubnd-tinh', 'dinh'] }, 'x'), refuses('platform.nothing-to-repeat'))
  await assert.rejects(act({ 'jobs.view': ['xa-liem-phong'] }), refuses('accounts.no-right'), 'of one commune')
  await act({ 'jobs.view': ['ubnd-tinh', 'dinh'] })
  await assert.rejects(
    act({ 'jobs.view': ['ubnd-tinh', 'dinh'] }),
    refuses('platform.nothing-to-repeat'),
    'pressed twice',
  )
  const audit = await db.selectFrom('audit_entry').select(['act', 'subject_id']).execute()
  assert.deepEqual(audit, [{ act: 'outbox.sent-again', subject_id: failed!.id }])
  smtp.mood = 'well'
  assert.equal(await sendWaiting(db, send, later(60)), 1)
  assert.deepEqual([smtp.taken.length, (await listFailedMessages(db, 10)).length], [1, 0])
})

test('after ten tries a message stays as failed and is not tried again', async (t) => {
  const { db, smtp, send } = await office(t)
  await write(db)
  smtp.mood = 'busy'
  for (let day = 0; day < 12; day += 1) await sendWaiting(db, send, later(day * 86_400))
  assert.equal(smtp.connections, 10)
  assert.deepEqual([(await one(db)).state, (await one(db)).tries], ['failed', 10])
})

test('an SMS goes to the gateway with a key by which a copy is known; a refused one fails, a busy gateway is tried again', async (t) => {
  const { db, sms, send } = await office(t)
  const text = { channel: 'sms' as const, recipient: '0912345678', body: 'Ma xac nhan: 123456' }
  await queueMessage({ db, now: NOW }, text)
  sms.answer = 503
  await sendWaiting(db, send, NOW)
  assert.equal((await one(db)).state, 'waiting')
  sms.answer = 202
  await sendWaiting(db, send, later(30))
  const sent = await one(db)
  assert.deepEqual([sent.state, sms.taken], ['sent', [{ to: text.recipient, text: text.body, key: sent.id }]])
  await db.updateTable('outbox_message').set({ state: 'waiting' }).execute()
  await sendWaiting(db, send, later(60))
  assert.deepEqual([sms.asked, sms.taken.length], [3, 1])
  await queueMessage({ db, now: later(90) }, { ...text, recipient: '091' })
  sms.answer = 422
  await sendWaiting(db, send, later(90))
  assert.equal((await listFailedMessages(db, 10))[0]?.recipient, '091')
})
