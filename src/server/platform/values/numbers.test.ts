import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerNumberWords, numberWords } from '../../../number-words.ts'
import {
  dayWords,
  daysIn,
  faultWords,
  readDay,
  readGivenNumber,
  readInteger,
  readMoney,
  readNumber,
  type Reading,
} from './index.ts'

const says = (reading: Reading<unknown>) => (reading.fault ? faultWords(reading.fault) : reading.kept)

test('a number is read as it is written in Vietnam, and as a keypad without a comma writes it', () => {
  for (const [typed, number] of [
    ['85,5', 85.5],
    ['85.5', 85.5],
    ['9,75', 9.75],
    ['9.75', 9.75],
    ['1.234,5', 1234.5],
    ['1 234,5', 1234.5],
    ['1\u00a0234\u202f567', 1_234_567],
    ['1.234', 1234],
    ['1.234.567', 1_234_567],
    ['0.123', 0.123],
    ['0,125', 0.125],
    ['1.2345', 1.2345],
    ['12345.678', 12345.678],
    ['1234', 1234],
    ['007', 7],
    ['85,50', 85.5],
    ['８５,５', 85.5],
    ['85,5\u200b', 85.5],
  ] as const)
    assert.equal(says(readNumber(typed)), number, typed)
  for (const [typed, words] of [
    ['1,200.5', /1.234,5/],
    ['1,234,567', /1.234,5/],
    ['1.23.456', /1.234,5/],
    ['12.34,5', /1.234,5/],
    ['1.2.3', /1.234,5/],
    [',5', /1.234,5/],
    ['5,', /1.234,5/],
    ['0x10', /ký tự “x”/],
    ['1e3', /ký tự “e”/],
    ['85,5 m²', /ký tự “m”/],
    ['1/2', /ký tự “\/”/],
    ['Infinity', /ký tự “I”/],
    ['99999999999999999999999', /quá dài/],
    ['0,1234567', /6 chữ số/],
    ['', /Ghi một số/],
  ] as const)
    assert.match(String(says(readNumber(typed))), words, typed)
})

test('a whole number and money have no fraction; commas can only part thousands', () => {
  for (const [typed, number] of [
    ['16.000', 16_000],
    ['3.000.000.000', 3_000_000_000],
    ['3 000 000 000 đ', 3_000_000_000],
    ['500,000', 500_000],
    ['16.000 đồng', 16_000],
    ['1000000VNĐ', 1_000_000],
    ['999.999.999.999.999', 999_999_999_999_999],
  ] as const)
    assert.equal(says(readMoney(typed)), number, typed)
  for (const typed of [
    '500.5',
    '500,5',
    '500.50',
    '1,5',
    '16.000,50',
    '-5',
    '1e6',
    '0x10',
    '1.000.000.000.000.000',
    'nhiều',
  ])
    assert.equal(typeof says(readMoney(typed)), 'string', typed)
  assert.match(String(says(readInteger('2.5'))), /số nguyên/)
  assert.equal(says(readInteger('2019')), 2019)
  assert.equal(says(readInteger('−3')), -3)
})

test('what is shown is read back as the same value, whatever the value is', () => {
  let seed = 7
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let round = 0; round < 20_000; round += 1) {
    const decimals = next(7)
    const digits = 1 + next(15 - decimals)
    const whole = Number(Array.from({ length: digits }, () => next(10)).join(''))
    const number = Number(`${whole}.${Array.from({ length: decimals }, () => next(10)).join('')}0`)
    assert.equal(says(readNumber(answerNumberWords(number))), number)
    assert.equal(says(readNumber(numberWords(number))), number)
    assert.equal(says(readGivenNumber(number)), number)
    assert.equal(says(readInteger(answerNumberWords(whole))), whole)
    assert.equal(says(readMoney(`${numberWords(whole)} đ`)), whole)
  }
  for (let year = 1890; year < 2050; year += 1)
    for (let month = 1; month <= 12; month += 1) {
      const day = `${year}-${String(month).padStart(2, '0')}-${daysIn(year, month)}`
      assert.equal(says(readDay(dayWords(day))), day)
    }
  assert.equal(answerNumberWords(85.5), '85,5')
  assert.equal(answerNumberWords(2019), '2019')
  assert.equal(numberWords(1234.5), '1.234,5')
  assert.equal(numberWords(3_000_000_000n), '3.000.000.000')
  assert.equal(numberWords(1e-6), '0,000001')
})

test('a ready-made number is taken only if it can be shown and read again', () => {
  assert.equal(says(readGivenNumber(85.5)), 85.5)
  for (const given of [0.1 + 0.2, 1e23, 1e-9, Number.NaN, Number.POSITIVE_INFINITY, 1 / 3])
    assert.equal(typeof says(readGivenNumber(given)), 'string', String(given))
})
