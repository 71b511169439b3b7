import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choosePost, findSignedIn, signIn } from '#server/accounts/index.ts'
import { anonymousActor, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'

const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('somebody with several posts acts as one at a time: the rights and queues of the chosen one, and no other', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const anyone = { db, actor: anonymousActor, now: new Date(), origin: { requestId: 'test' } }
  const { token } = await signIn(anyone, { name: 'bietphai', password: 'Dinh-Ha-Nam-2020', demonstration: true })
  const now = anyone.now
  const start = (await findSignedIn(db, token, now, true))!
  assert.equal(start.posts.length, 2)
  assert.equal(start.owes, 'post')
  assert.equal(start.actor.grants.size, 0)
  const [office, counter] = ['so-xay-dung-quan-ly-xay-dung.chuyen-vien-2', 'so-xay-dung.quay-biet-phai']
  const first = (await choosePost({ ...anyone, actor: start.actor }, start, office))!
  assert.equal(await findSignedIn(db, token, now, true), undefined, 'the token from before the step opens nothing')
  const officer = (await findSignedIn(db, first.token, now, true))!
  const asOfficer = officer.actor
  assert.ok(may(asOfficer, 'dossiers.appraise', 'so-xay-dung-quan-ly-xay-dung'))
  assert.ok(!may(asOfficer, 'dossiers.accept', 'quay-so-xay-dung'))
  const second = (await choosePost({ ...anyone, actor: asOfficer }, officer, counter))!
  const asReceiver = (await findSignedIn(db, second.token, now, true))!.actor
  assert.deepEqual(asReceiver.queues, ['quay-so-xay-dung/receiver'])
  assert.ok(may(asReceiver, 'dossiers.accept', 'quay-so-xay-dung'))
  assert.ok(!may(asReceiver, 'dossiers.appraise', 'so-xay-dung-quan-ly-xay-dung'))
  await assert.rejects(
    choosePost({ ...anyone, actor: asReceiver }, start, 'ubnd-tinh.chu-tich'),
    refuses('accounts.not-your-post'),
  )
})
