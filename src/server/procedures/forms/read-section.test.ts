import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FormSchema, mendAnswers, readSection, sectionsOf } from '../index.ts'

const form = (kind: string): FormSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  title: 'Tờ khai',
  properties: {
    child: {
      type: 'object',
      title: 'Trẻ',
      properties: {
        birthDate: { type: 'string', 'x-kind': kind, title: 'Ngày sinh' },
        stays: {
          type: 'array',
          title: 'Nơi ở',
          'x-row-name': 'Nơi',
          items: {
            type: 'object',
            properties: {
              place: { type: 'object', title: 'Chỗ', properties: { detail: { type: 'string', title: 'Thôn' } } },
            },
          },
        },
      },
    },
  },
})
const read = (kind: string, typed: Record<string, string>) => {
  const posted = new FormData()
  for (const [name, value] of Object.entries(typed)) posted.set(`child.birthDate${name}`, value)
  const child = readSection(sectionsOf(form(kind), {}, '2026-11-30')[0]!.fields, posted)
  return (mendAnswers(form(kind), { child }).child as Record<string, unknown>).birthDate
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

test('a group within a row is read like one outside of rows', () => {
  const posted = new FormData()
  posted.set('child.stays.0.', '1')
  posted.set('child.stays.0.place.detail', ' Thôn 5 ')
  const child = readSection(sectionsOf(form('date'), {}, '2026-11-30')[0]!.fields, posted)
  assert.deepEqual(mendAnswers(form('date'), { child }), { child: { stays: [{ place: { detail: 'Thôn 5' } }] } })
})
