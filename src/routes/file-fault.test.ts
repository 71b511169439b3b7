import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#server/platform/refusal.ts'
import { REFUSALS } from '#server/refusals.ts'
import { faultOfAddress, faultQuery, faultsOfAddress, faultsQuery } from './file-fault.ts'

test('every reason for which a file is refused has its sentence', () => {
  const faults = ['empty', 'kind-unknown', 'program', 'password', 'damaged', 'blank', 'too-little', 'macro']
  for (const fault of [...faults, 'unsafe-inside', 'too-many-pixels', 'too-heavy', 'infected', 'busy'])
    assert.ok(REFUSALS[`files.${fault}`]?.vi, fault)
})

test('the sentence after a refused file names it; an address that names no refusal says nothing', () => {
  const query = faultQuery(new Refusal('files.empty', { name: 'giấy chứng sinh.pdf' }))
  assert.match(faultOfAddress(new URL(`http://x/?${query}`)) ?? '', /^Tệp giấy chứng sinh\.pdf trống/)
  assert.equal(faultOfAddress(new URL('http://x/?loi=constructor')), null)
  assert.equal(faultOfAddress(new URL('http://x/')), null)
})

test('of several files sent together every refused one is told with its paper', () => {
  const refused = [
    { paper: 'chung-sinh', refusal: new Refusal('files.empty', { name: 'a.pdf' }) },
    { paper: 'ket-hon', refusal: new Refusal('files.kind-unknown', { name: 'b.xyz' }) },
  ]
  const told = faultsOfAddress(new URL(`http://x/?${faultsQuery(refused)}`))
  assert.deepEqual(
    told.map(({ paper }) => paper),
    ['chung-sinh', 'ket-hon'],
  )
  assert.match(told[0]!.words, /a\.pdf/)
  assert.match(told[1]!.words, /b\.xyz/)
  assert.deepEqual(faultsOfAddress(new URL('http://x/?loi=constructor&loi1=nope')), [])
})
