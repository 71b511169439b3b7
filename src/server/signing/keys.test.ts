import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { addSealingKey, sealingOf } from '#server/platform/sealing.ts'
import { openSigner, sealPaper, signMany, signPaper, unlockKey } from './index.ts'
import { unsealKey } from './keys/software-key.ts'
import { findKeyOf } from './queries.ts'
import { aDecision, aSigningHouse, callOf, clerk, givePostAndSeal, leader, NO_CODE, PIN } from './testing.ts'

after(stopSetters)

test('a wrong PIN says how many tries are left; the third locks the key, and the right PIN then opens nothing until it is unlocked', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const { person } = await givePostAndSeal(h)
  const call = callOf(h.db, leader)
  const paper = await aDecision(h)
  const sign = (secret: string) => signPaper(call, h.house, { paperId: paper.id, key: 'lanh-dao', secret })
  await assert.rejects(sign('000000'), { code: 'signing.wrong-pin', facts: { left: 2 } })
  await assert.rejects(sign('000001'), { code: 'signing.wrong-pin', facts: { left: 1 } })
  await openSigner(call, h.house, { certificateId: person.id, by: 'leader', secret: PIN, code: NO_CODE })
  assert.equal((await findKeyOf(h.db, person.id))?.tries, 0, 'the right PIN forgives')
  for (const secret of ['1', '2', '3']) await assert.rejects(sign(secret))
  await assert.rejects(sign(PIN), { code: 'signing.key-locked' })
  const administrator = { ...leader, grants: new Map([['signing.administer', new Set(['xa-liem-phong'])]]) }
  await assert.rejects(unlockKey(call, h.house.register, person.id), { code: 'signing.no-right' })
  await unlockKey(callOf(h.db, administrator), h.house.register, person.id)
  await sign(PIN)
})

test('twenty guesses at once count one after the other: the third locks the key', async (t) => {
  const h = await aSigningHouse(t)
  const { person } = await givePostAndSeal(h)
  const wrong = Array.from({ length: 20 }, (_, at) => `wrong-${at}`)
  const outcomes = await Promise.allSettled(
    wrong.map((secret) =>
      openSigner(callOf(h.db, leader), h.house, { certificateId: person.id, by: 'leader', secret, code: NO_CODE }),
    ),
  )
  const codes = outcomes.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'open'))
  assert.equal(codes.filter((code) => code === 'signing.wrong-pin').length, 2)
  assert.equal(codes.filter((code) => code === 'signing.key-locked').length, 18)
  const key = (await findKeyOf(h.db, person.id))!
  assert.equal(key.tries, 3)
  assert.ok(key.lockedAt)
})

test('a certificate that is suspended, revoked, expired or of another post signs nothing', async (t) => {
  const h = await aSigningHouse(t)
  const { person } = await givePostAndSeal(h)
  const paper = await aDecision(h)
  const sign = (call = callOf(h.db, leader)) =>
    signPaper(call, h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  person.state = 'suspended'
  await assert.rejects(sign(), { code: 'signing.certificate-suspended' })
  person.state = 'revoked'
  await assert.rejects(sign(), { code: 'signing.certificate-revoked' })
  person.state = 'active'
  await assert.rejects(sign(callOf(h.db, leader, new Date('2035-01-01T00:00:00Z'))), {
    code: 'signing.certificate-expired',
  })
  await assert.rejects(sign(callOf(h.db, { ...leader, postId: 'other' })), { code: 'signing.no-certificate' })
  await assert.rejects(sign(callOf(h.db, clerk)), { code: 'signing.no-right' })
  assert.equal((await findKeyOf(h.db, person.id))?.tries, 0)
})

test('two who sign the same place at once: one signs, the other reads that the paper changed', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const paper = await aDecision(h)
  const sign = () => signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  const outcomes = await Promise.allSettled([sign(), sign()])
  assert.equal(outcomes.filter((each) => each.status === 'fulfilled').length, 1)
  const { reason } = outcomes.find((each) => each.status === 'rejected') as PromiseRejectedResult
  assert.match((reason as { code: string }).code, /^signing\.(paper-changed|place-signed)$/)
})

test('many papers are signed with one PIN, each with its own outcome; a wrong PIN is counted once for all', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const { person } = await givePostAndSeal(h)
  const papers = await Promise.all(Array.from({ length: 6 }, () => aDecision(h)))
  const call = callOf(h.db, leader)
  await signPaper(call, h.house, { paperId: papers[2]!.id, key: 'lanh-dao', secret: PIN })
  const wish = papers.map((paper) => ({ paperId: paper.id, key: 'lanh-dao' }))
  await assert.rejects(signMany(call, h.house, { papers: wish, secret: 'not it' }), { code: 'signing.wrong-pin' })
  assert.equal((await findKeyOf(h.db, person.id))?.tries, 1)
  assert.deepEqual(
    await h.db.selectFrom('signature_request').select('id').where('last_failure', 'is not', null).execute(),
    [],
  )
  const outcomes = await signMany(call, h.house, { papers: wish, secret: PIN })
  assert.deepEqual(
    outcomes.map((each) => each.code ?? 'done'),
    ['done', 'done', 'signing.place-signed', 'done', 'done', 'done'],
  )
  await assert.rejects(sealPaper(callOf(h.db, clerk), h.house, { paperId: papers[0]!.id, key: 'dau', secret: PIN }), {
    code: 'signing.waits-for-timestamp',
  })
})

test('after the key of the house was changed a signing key opens by its PIN as before, and is sealed anew the first time; a wrong PIN still counts', async (t) => {
  const h = await aSigningHouse(t)
  const { person } = await givePostAndSeal(h)
  const open = (secret: string) =>
    openSigner(callOf(h.db, leader), h.house, { certificateId: person.id, by: 'leader', secret, code: NO_CODE })
  const before = (await findKeyOf(h.db, person.id))!
  addSealingKey(h.house.dataDir)
  await assert.rejects(open('000000'), { code: 'signing.wrong-pin', facts: { left: 2 } })
  await open(PIN)
  const after = (await findKeyOf(h.db, person.id))!
  assert.notDeepEqual(after.sealed, before.sealed)
  const newest = sealingOf(h.house.dataDir)
  const opened = await unsealKey(newest, { sealed: after.sealed!, salt: after.salt! }, PIN)
  assert.equal(opened?.isEarlier, false)
  await open(PIN)
  assert.deepEqual((await findKeyOf(h.db, person.id))!.sealed, after.sealed, 'once')
})
