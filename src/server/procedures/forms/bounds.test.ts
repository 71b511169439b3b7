import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullSeeds } from '../../../../seeds/procedures.ts'
import { doubtsOf, type FormSchema, mendAnswers, validateAnswers } from '../index.ts'
import type { JsonObject } from './definitions.ts'
import { readForm } from './form-schema.ts'

const ON = '2026-11-30'
const formOf = (code: string): FormSchema =>
  fullSeeds()
    .filter(({ content }) => content.code === code)
    .at(-1)!.content.form!

/** What is told of one answer of a form; undefined when nothing is. */
function told(code: string, path: string, typed: unknown, more: Record<string, unknown> = {}): string | undefined {
  const form = formOf(code)
  const answers: Record<string, unknown> = {}
  for (const [at, value] of Object.entries({ ...more, [path]: typed })) {
    const names = at.split('.')
    let place = answers
    for (const name of names.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>
    place[names.at(-1)!] = value
  }
  return validateAnswers(form, mendAnswers(form, answers), ON).find((fault) => fault.path === path)?.words
}

// Bounds of reports in other systems (open-forms #914): they stood in the form and nothing held them.
test('the least and the most that a form declares hold, and the sentence names them', () => {
  for (const [code, path, bad, words] of [
    ['1.000894', 'self.marriageCount', ['0', '99', 10], /từ 1 đến 9/],
    ['2.000488', 'request.count', ['0', '99999'], /từ 1 đến 20/],
    ['1.012398', 'nominees.count', ['0', '500'], /từ 1 đến 49/],
    ['1.001612', 'business.workers', ['500', '-1'], /từ 0 đến 9/],
    ['1.009242', 'plan.year', ['1900'], /từ 2019 trở lên/],
    ['1.009994', 'works.floors', ['0'], /từ 1 trở lên/],
    ['1.009994', 'site.landArea', ['-5'], /không âm/],
  ] as const)
    for (const typed of bad) assert.match(told(code, path, typed) ?? 'nothing', words, `${path} ${typed}`)
  assert.equal(told('1.000894', 'self.marriageCount', '9'), undefined)
  assert.equal(told('1.009242', 'plan.year', '2.027'), undefined)
  assert.match(told('1.000656', 'death.cause', 'a'.repeat(5000)) ?? '', /nhiều nhất/)
  assert.equal(told('1.001193', 'child.fullName', 'Ý'), undefined, 'a name of one letter')
  const rows = Array.from({ length: 60 }, () => ({ name: 'Bán tạp hóa' }))
  assert.match(told('1.001612', 'trade.lines', rows) ?? '', /Nhiều nhất/)
  assert.match(told('1.001612', 'trade.lines', 'không phải dòng') ?? '', /các dòng/)
})

test('pattern, least length and least number of rows hold too', () => {
  const form = {
    ...{ $schema: '', type: 'object', title: 'Thử' },
    properties: {
      a: {
        ...{ type: 'object', title: 'Phần' },
        properties: {
          code: {
            type: 'string',
            'x-kind': 'text',
            title: 'Mã',
            pattern: '^[A-Z]{2}$',
            'x-pattern-words': 'hai chữ hoa',
          },
          name: { type: 'string', 'x-kind': 'text', title: 'Tên', minLength: 3 },
          rows: {
            type: 'array',
            title: 'Dòng',
            minItems: 2,
            'x-row-name': 'Dòng',
            items: { type: 'object', properties: {} },
          },
        },
      },
    },
  } as unknown as FormSchema
  const faults = validateAnswers(form, { a: { code: 'abc', name: 'ab', rows: [{}] } }, ON).map((each) => each.words)
  assert.equal(faults.length, 3)
  assert.match(faults.join(' '), /hai chữ hoa.*ít nhất 3 chữ.*ít nhất 2 dòng/)
})

test('no keyword stands in a form that nothing enforces', () => {
  const leaf = { type: 'integer', 'x-kind': 'integer', title: 'Số', multipleOf: 5, maxLength: 3 }
  const form = { type: 'object', properties: { a: { type: 'object', title: 'Phần', properties: { n: leaf } } } }
  const { faults } = readForm(form as never as JsonObject)
  assert.match(faults.join('\n'), /a\.n: "multipleOf" không có hiệu lực/)
  assert.match(faults.join('\n'), /a\.n: "maxLength" không có hiệu lực/)
  for (const { content } of fullSeeds()) assert.deepEqual(readForm(content.form as never).faults, [], content.code)
})

// opencrvs-core #2144, #782: dates that cannot be.
test('no event lies after the day of filing, no death before a birth, no end before its begin', () => {
  assert.match(told('1.000656', 'death.diedOn', '01/01/2099') ?? '', /01\/01\/2099.*chưa tới/)
  assert.match(told('1.000656', 'deceased.birthDate', '2050') ?? '', /2050.*chưa tới/)
  assert.match(
    told('1.000656', 'death.diedOn', '01/03/2020', { 'deceased.birthDate': '2021' }) ?? '',
    /không thể trước/,
  )
  assert.equal(told('1.000656', 'death.diedOn', '01/03/2020', { 'deceased.birthDate': '2020' }), undefined)
  assert.match(told('1.001193', 'child.birthDate', '01/12/2026') ?? '', /chưa tới/)
  assert.equal(told('1.001193', 'child.birthDate', '30/11/2026'), undefined)
  assert.match(told('1.001193', 'child.birthDate', '31/02/2026') ?? '', /^Tháng 2\/2026 không có ngày 31/)
  assert.match(
    told('1.012398', 'nominees.until', '01/01/2020', { 'nominees.from': '01/01/2021' }) ?? '',
    /không thể trước/,
  )
  assert.match(told('2.000205', 'job.until', '01/01/2027', { 'job.from': '01/02/2027' }) ?? '', /không thể trước/)
  const stay = [{ from: '2020', to: '03/2019' }]
  const faults = validateAnswers(
    formOf('1.004873'),
    mendAnswers(formOf('1.004873'), { status: { livedElsewhere: true, stays: stay } }),
    ON,
  )
  assert.match(faults.find((each) => each.path === 'status.stays.0.to')?.words ?? '', /không thể trước/)
})

test('every day of a seeded form says whether it may be to come', () => {
  for (const { content } of fullSeeds()) {
    const { form } = readForm(content.form as never)
    for (const place of form.values())
      if (place.kind.endsWith('date'))
        assert.ok(
          place.schema['x-notAfter'] !== undefined ||
            place.schema['x-notBefore'] !== undefined ||
            place.schema['x-doubts'] !== undefined,
          `${content.code} ${place.path} has no rule`,
        )
  }
})

const doubts = (code: string, answers: Record<string, unknown>) =>
  doubtsOf(formOf(code), mendAnswers(formOf(code), answers), ON)
    .map((each) => each.words)
    .join(' ')

test('answers that contradict each other are told, and only they', () => {
  assert.match(doubts('1.001193', { child: { birthDate: '05/03/2020', over60Days: 'false' } }), /đã quá 60 ngày/)
  assert.match(doubts('1.001193', { child: { birthDate: '20/11/2026', over60Days: 'true' } }), /chưa quá 60 ngày/)
  assert.equal(doubts('1.001193', { child: { birthDate: '20/11/2026', over60Days: 'false' } }), '')
  assert.equal(doubts('1.001193', { child: { birthDate: '01/10/2026', over60Days: 'false' } }), '', 'the sixtieth day')
  assert.match(doubts('1.001193', { child: { birthDate: '30/09/2026', over60Days: 'false' } }), /đã quá 60 ngày/)
  assert.match(doubts('1.000656', { death: { diedOn: '01/03/2020', over15Days: 'false' } }), /đã quá 15 ngày/)
  const wedding = { applicant: { birthDate: '01/01/2015' }, self: { side: 'bride' }, partner: { birthDate: '2016' } }
  assert.match(doubts('1.000894', wedding), /đủ 18 tuổi.*đủ 20 tuổi/)
  const number = { paper: 'can-cuoc', number: '035190000011' }
  assert.match(doubts('1.001193', { applicant: { birthDate: '05/03/1985', identity: number } }), /sinh năm 1990/)
  assert.equal(doubts('1.001193', { applicant: { birthDate: '05/03/1990', identity: number } }), '')
})
