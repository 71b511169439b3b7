import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FormField } from './fields.ts'
import { readSection } from './read-section.ts'

const field = (kind: string) => ({ path: 'child.birthDate', kind, fields: [], options: [] }) as unknown as FormField
const read = (kind: string, typed: Record<string, string>) => {
  const posted = new FormData()
  for (const [name, value] of Object.entries(typed)) posted.set(`child.birthDate${name}`, value)
  return readSection([field(kind)], posted).birthDate
}

test('a date is read from one box or from three; what cannot be read is kept as typed', () => {
  assert.equal(read('date', { '': '5/3/2020' }), '2020-03-05')
  assert.equal(read('date', { '.ngay': '5', '.thang': '3', '.nam': '2020' }), '2020-03-05')
  assert.equal(read('date', { '.ngay': '', '.thang': '', '.nam': '05/03/2020' }), '2020-03-05')
  assert.equal(read('date', { '.ngay': '5', '.thang': '', '.nam': '2020' }), '5//2020')
  assert.equal(read('date', { '.ngay': '', '.thang': '', '.nam': '' }), undefined)
})

test('of somebody old the year alone is enough, or month and year', () => {
  assert.equal(read('partial-date', { '.ngay': '', '.thang': '', '.nam': '1931' }), '1931')
  assert.equal(read('partial-date', { '.ngay': '', '.thang': '4', '.nam': '1931' }), '1931-04')
})
