import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { findMinutesPaper, issueDemonstration, listCertificates, makeMinutes, viewCertificate } from './index.ts'
import { decideMinutes, decideToken } from './make-minutes.ts'
import type { MakeMinutes } from './schema.ts'
import { aPublicKey, anAuthority } from './testing.ts'

after(stopSetters)
const UNIT = 'xa-liem-phong'
const AT = '2026-11-24T09:00'

const minutes = (change: Partial<MakeMinutes> = {}): MakeMinutes => ({
  ...{ certificateId: '', kind: 'hand-over', tokenSerial: 'ePass-77', giver: 'Trần Quang Phúc', giverTitle: 'Văn thư' },
  ...{ receiver: 'Nguyễn Thanh Oanh', receiverTitle: 'Chủ tịch', onDay: '2026-11-24', note: '', ...change },
})

test('minutes name a token, two persons and a day that has come; only the token that is out comes back', () => {
  const at = (change: Partial<MakeMinutes>) => decideMinutes(minutes(change), '2026-11-24')?.code
  assert.equal(at({}), undefined)
  assert.equal(at({ tokenSerial: ' ' }), 'certificates.minutes-incomplete')
  assert.equal(at({ receiver: '' }), 'certificates.minutes-incomplete')
  assert.equal(at({ receiver: 'Trần Quang Phúc ' }), 'certificates.minutes-one-person')
  for (const onDay of ['2026-11-25', '24/11/2026', '2026-02-40', ''])
    assert.equal(at({ onDay }), 'certificates.minutes-day')
  const token = (kind: MakeMinutes['kind'], out: string | null, state: 'active' | 'revoked' = 'active') =>
    decideToken({ kind, tokenSerial: 'ePass-77' }, { tokenSerial: out, state })?.code
  assert.equal(token('hand-over', null), undefined)
  assert.equal(token('hand-over', 'ePass-77'), undefined, 'from keeper to keeper')
  assert.equal(token('hand-over', 'ePass-88'), 'certificates.minutes-token-out')
  assert.equal(token('hand-over', null, 'revoked'), 'certificates.revoked')
  assert.equal(token('return', 'ePass-77'), undefined)
  assert.equal(token('return', 'ePass-77', 'revoked'), undefined, 'also of a revoked one')
  assert.equal(token('return', 'ePass-88'), 'certificates.minutes-other-token')
  assert.equal(token('return', null), 'certificates.minutes-other-token')
})

test('a token is given out and taken back: a paper for both sides each time, found by its serial while it is out', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-minutes-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = { dataDir, origin: 'https://dichvucong.example.vn' }
  const clerk = anActor({ 'certificates.view': [UNIT], 'certificates.request': [UNIT] }, { id: 'clerk' })
  const call = aCall(db, clerk, AT)
  const authority = await anAuthority(t, call.now)
  const publicKeySpki = await aPublicKey()
  const postId = 'xa-liem-phong.chu-tich'
  const { id: certificateId } = await issueDemonstration(aCall(db, systemActor, AT), authority, {
    postId,
    publicKeySpki,
  })

  const given = await makeMinutes(call, house, minutes({ certificateId }))
  const paper = await findMinutesPaper(call, { certificateId, minutesId: given.id })
  assert.equal(paper.subjectId, certificateId)
  const data = paper.data as Record<string, string>
  assert.deepEqual(
    [data.issuer, data.place, data.date, data.giver, data.receiver, data.tokenSerial],
    [
      'Ủy ban nhân dân xã Liêm Phong',
      'Liêm Phong',
      'ngày 24 tháng 11 năm 2026',
      'Trần Quang Phúc',
      'Nguyễn Thanh Oanh',
      'ePass-77',
    ],
  )
  const byToken = await listCertificates(call, { words: 'epass-77', limit: 10 })
  assert.deepEqual(
    byToken.items.map((each) => each.id),
    [certificateId],
  )

  const other = minutes({ certificateId, kind: 'return', tokenSerial: 'ePass-99' })
  await assert.rejects(makeMinutes(call, house, other), { code: 'certificates.minutes-other-token' })
  await makeMinutes(call, house, minutes({ certificateId, kind: 'return', note: 'vỏ xước' }))
  const view = await viewCertificate(call, certificateId)
  assert.equal(view.certificate.tokenSerial, null)
  assert.deepEqual(
    view.events.map((each) => each.what),
    ['token-returned', 'token-given', 'issued'],
  )
  assert.equal((await listCertificates(call, { words: 'epass-77', limit: 10 })).items.length, 0)

  const stranger = aCall(db, anActor({}, { id: 'stranger' }), AT)
  await assert.rejects(findMinutesPaper(stranger, { certificateId, minutesId: given.id }), {
    code: 'certificates.unknown',
  })
  const holder = aCall(db, anActor({}, { id: 'holder', postId }), AT)
  assert.equal((await findMinutesPaper(holder, { certificateId, minutesId: given.id })).id, paper.id)
  await assert.rejects(makeMinutes(holder, house, minutes({ certificateId })), { code: 'certificates.no-right' })
})

test('two tokens given out for one certificate at once: the second is told that one is out', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-minutes-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = { dataDir, origin: 'https://dichvucong.example.vn' }
  const call = aCall(db, anActor({ 'certificates.view': [UNIT], 'certificates.request': [UNIT] }), AT)
  const authority = await anAuthority(t, call.now)
  const { id: certificateId } = await issueDemonstration(aCall(db, systemActor, AT), authority, {
    ...{ organisationId: UNIT, publicKeySpki: await aPublicKey() },
  })
  const outcomes = await Promise.allSettled(
    ['ePass-1', 'ePass-2'].map((tokenSerial) => makeMinutes(call, house, minutes({ certificateId, tokenSerial }))),
  )
  const failed = outcomes.filter((each) => each.status === 'rejected')
  assert.equal(failed.length, 1)
  assert.equal((failed[0]!.reason as { code: string }).code, 'certificates.minutes-token-out')
})
