import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { removeExpired } from './housekeeping.ts'
import { listFailedMessages, listOutbox } from './operator-queries.ts'
import { GONE_WORDS, queueMessage, SECRET_WORDS } from './outbox.ts'
import { sendWaiting } from './outbox-sender.ts'
import { Refusal } from './refusal.ts'
import { sendMessageAgain } from './send-again.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const CODE = '772782'
const secret = {
  ...{ channel: 'sms' as const, recipient: '0912000001', subject: 'Mã xác nhận', about: 'reset' },
  ...{ body: `Mã xác nhận của Ông/Bà là ${CODE}`, secretUntil: later(15) },
}

test('a code on its way stands nowhere in clear, goes out as it was written, and is gone when it is sent, kept, failed or run out', async (t) => {
  const { db, pool } = await testDatabase(t)
  const everything = async () => JSON.stringify((await pool.query('select * from outbox_message')).rows)
  const sent: string[] = []
  const by = async ({ body }: { body: string }) => void sent.push(body)

  await queueMessage({ db, now: NOW }, secret)
  assert.ok(!(await everything()).includes(CODE))
  assert.deepEqual(
    (await listOutbox(db, 10)).map((each) => [each.body, each.repeatable]),
    [[SECRET_WORDS, false]],
  )
  await sendWaiting(db, { sms: by, email: undefined }, later(1))
  assert.deepEqual(sent, [secret.body])
  const left = async () => (await pool.query('select state, sealed from outbox_message order by id')).rows
  assert.deepEqual(await left(), [{ state: 'sent', sealed: null }])

  await pool.query('delete from outbox_message')
  await queueMessage({ db, now: NOW }, secret)
  await sendWaiting(db, { sms: undefined, email: undefined }, later(1))
  assert.deepEqual(await left(), [{ state: 'kept', sealed: null }])

  await pool.query('delete from outbox_message')
  await queueMessage({ db, now: NOW }, secret)
  const repeats = async ({ body }: { body: string }) => {
    throw new Error(`gateway says no to "${body}"`)
  }
  await sendWaiting(db, { sms: repeats, email: undefined }, later(1))
  assert.ok(!(await everything()).includes(CODE), 'the error of a gateway repeats the code')
  await sendWaiting(db, { sms: by, email: undefined }, later(20))
  assert.deepEqual(await left(), [{ state: 'failed', sealed: null }])
  assert.equal(sent.length, 1, 'a code that ran out is not sent')
  const [failed] = await listFailedMessages(db, 10)
  const operator = aCall(db, anActor({ 'jobs.view': ['dinh'] }), '2026-11-24T10:00')
  await assert.rejects(
    sendMessageAgain(operator, failed!.id),
    (error: unknown) => error instanceof Refusal && error.code === 'platform.nothing-to-repeat',
  )

  await pool.query('delete from outbox_message')
  await queueMessage({ db, now: NOW }, secret)
  await removeExpired(db, later(16))
  assert.deepEqual(await left(), [{ state: 'failed', sealed: null }])
})

test('the words of every message leave the outbox after the days of the setting; what still waits keeps them', async (t) => {
  const { db, pool } = await testDatabase(t)
  for (const state of ['sent', 'kept', 'failed', 'waiting']) {
    await queueMessage({ db, now: NOW }, { channel: 'email', recipient: `${state}@thu.example`, body: 'Hồ sơ đã xong' })
    await pool.query('update outbox_message set state = $1 where recipient = $2', [state, `${state}@thu.example`])
  }
  await removeExpired(db, later(60 * 24 * 7 - 1), { messageDays: 7 })
  assert.ok((await listOutbox(db, 10)).every((each) => each.body === 'Hồ sơ đã xong'))
  await removeExpired(db, later(60 * 24 * 7 + 1), { messageDays: 7 })
  const kept = (await listOutbox(db, 10)).filter((each) => each.body !== GONE_WORDS).map((each) => each.state)
  assert.deepEqual(kept, ['waiting'])
})

test('an outbox of 0.5.0 is brought along: its codes go, its other words stay', async (t) => {
  const { pool } = await testDatabase(t)
  const migration = readFileSync(new URL('../../../migrations/0061_sealed_messages.sql', import.meta.url), 'utf8')
  const statement = /update outbox_message[\s\S]*?;/.exec(migration)![0]
  const row = (about: string | null, body: string, state: string) =>
    pool.query(
      `insert into outbox_message (id, channel, recipient, subject, body, about, state, created_at)
       values (gen_random_uuid(), 'sms', '0912000001', 'x', $1, $2, $3, now())`,
      [body, about, state],
    )
  await row('reset', `Mã xác nhận của Ông/Bà là ${CODE}`, 'kept')
  await row('register', `Mã xác nhận của Ông/Bà là ${CODE}`, 'waiting')
  await row('H25-1', 'Hồ sơ đã xong', 'sent')
  await pool.query(statement)
  const { rows } = await pool.query('select about, body, state from outbox_message order by about')
  assert.deepEqual(rows, [
    { about: 'H25-1', body: 'Hồ sơ đã xong', state: 'sent' },
    { about: 'register', body: '', state: 'failed' },
    { about: 'reset', body: '', state: 'kept' },
  ])
})

test('a message that holds a code cannot be queued in clear', async (t) => {
  const { db } = await testDatabase(t)
  const { secretUntil: _until, ...clear } = secret
  await assert.rejects(queueMessage({ db, now: NOW }, clear), /secretUntil/)
  await assert.rejects(
    queueMessage({ db, now: NOW }, { channel: 'email', recipient: 'a@thu.example', body: `MÃ XÁC NHẬN: ${CODE}` }),
    /secretUntil/,
  )
  assert.deepEqual(await listOutbox(db, 10), [])
})
