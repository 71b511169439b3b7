import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { decideChain, STANDARD_CHAIN } from './approval-chain.ts'
import {
  changeApprovalChain,
  getApprovalChain,
  requestCertificate,
  viewApprovalChains,
  viewRequest,
  withdrawApprovalChain,
} from './index.ts'

const UNIT = 'xa-liem-phong'
const POST = 'xa-liem-phong.chu-tich'
const administrator = anActor({ 'settings.change': ['ubnd-tinh'] }, { id: 'admin' })
const clerk = anActor({ 'certificates.view': [UNIT], 'certificates.request': [UNIT] }, { id: 'clerk' })
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('a chain names for every request each step once and ends at the authority, from today on', () => {
  const today = '2026-11-24'
  const at = (effectiveOn: string, chain: unknown = STANDARD_CHAIN) => {
    const decided = decideChain({ chain, effectiveOn }, today)
    return decided instanceof Refusal ? decided.code : 'good'
  }
  assert.equal(at(today), 'good')
  assert.equal(at('2026-11-23'), 'certificates.chain-day')
  assert.equal(at('24/11/2026'), 'certificates.chain-day')
  assert.equal(at('2026-13-40'), 'certificates.chain-day')
  for (const issue of [['unit'], ['authority', 'unit'], ['unit', 'unit', 'authority'], [], ['king', 'authority']])
    assert.equal(at(today, { ...STANDARD_CHAIN, issue }), 'certificates.chain')
  assert.equal(at(today, { issue: ['authority'] }), 'certificates.chain', 'every kind of request')
})

test('requests go the way that is in force on the day they are sent; what waits keeps its way', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const admin = (at: string) => aCall(db, administrator, at)
  const short = { ...STANDARD_CHAIN, issue: ['focal' as const, 'authority' as const] }
  const first = { chain: short, effectiveOn: '2026-12-01', basis: 'QĐ 99/QĐ-UBND', seen: '' }
  await changeApprovalChain(admin('2026-11-24T09:00'), first)

  const ask = (at: string, post?: string) =>
    requestCertificate(aCall(db, clerk, at), {
      ...{ kind: 'issue', organisationId: UNIT, payload: { reason: 'Cần ký số' } },
      ...(post ? { postId: post } : {}),
    })
  const before = await ask('2026-11-30T16:00', POST)
  const after = await ask('2026-12-01T08:00')
  assert.deepEqual(before.chain, STANDARD_CHAIN.issue)
  assert.deepEqual(after.chain, short.issue)
  const later = await viewRequest(aCall(db, clerk, '2026-12-02T08:00'), before.id)
  assert.deepEqual(later.request.chain, STANDARD_CHAIN.issue)
  assert.equal((await getApprovalChain(db, '2026-11-30')).since, null)
  assert.equal((await getApprovalChain(db, '2027-01-01')).since, '2026-12-01')
})

test('a chain of a day to come is taken back, one in force is not; who has not seen the last change is told', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, administrator, '2026-11-24T09:00')
  const change = (effectiveOn: string, seen: string) =>
    changeApprovalChain(call, { chain: STANDARD_CHAIN, effectiveOn, basis: '', seen })
  const outcomes = await Promise.allSettled([change('2026-11-24', ''), change('2026-12-01', '')])
  const failed = outcomes.filter((each) => each.status === 'rejected')
  assert.equal(failed.length, 1, 'two at once')
  assert.ok(refused('certificates.changed-meanwhile')(failed[0]!.reason))
  const { seen, rows } = await viewApprovalChains(call)
  assert.equal(rows.length, 1)
  await change('2027-01-01', seen)
  await change('2026-11-24', (await viewApprovalChains(call)).seen)
  const now = await viewApprovalChains(call)
  await assert.rejects(
    withdrawApprovalChain(call, { effectiveOn: '2026-11-24', seen: now.seen }),
    refused('certificates.chain-day'),
  )
  await withdrawApprovalChain(call, { effectiveOn: '2027-01-01', seen: now.seen })
  assert.ok((await viewApprovalChains(call)).rows.every((row) => row.effectiveOn !== '2027-01-01'))
  const commune = aCall(db, anActor({ 'settings.change': [UNIT] }), '2026-11-24T09:00')
  await assert.rejects(viewApprovalChains(commune), refused('certificates.no-right'))
  await assert.rejects(
    changeApprovalChain(commune, { chain: STANDARD_CHAIN, effectiveOn: '2026-11-24', basis: '', seen: '' }),
    refused('certificates.no-right'),
  )
})
