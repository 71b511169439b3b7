import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultWords, phoneOfOldData, phoneWords, readPhone } from './index.ts'

const says = (typed: string) => {
  const reading = readPhone(typed)
  return reading.fault ? faultWords(reading.fault) : `kept ${reading.kept}`
}

// Spellings of reports in other systems: notifications-utils #1222, Vaccom #116, Signal-Android #11630, hyper #86.
test('one number has one kept form, however it is spelled', () => {
  for (const typed of [
    ...['0912345678', '0912 345 678', '0912.345.678', '0912-345-678', '0912–345–678', '0912—345—678', '0912−345−678'],
    ...['0912‑345‑678', '0912_345_678', '(0912) 345 678', '[0912] 345678', '0912·345·678', '0912\u00a0345\u202f678'],
    ...[
      '\u202a0912345678\u202c',
      '0912\u200b345678',
      '\u2068+84912345678\u2069',
      '\ufeff0912345678',
      '0912\u00ad345678',
    ],
    ...['+84 912 345 678', '+84912345678', '84912345678', '0084912345678', '00 84 912 345 678', '+84 (0) 912 345 678'],
    ...[
      '(+84) 912 345 678',
      '(84) 912345678',
      '+84 0912345678',
      '(0)84 912 345 678',
      '84 0912345678',
      '＋８４ ９１２ ３４５ ６７８',
    ],
    ...['tel:+84912345678', '０９１２３４５６７８'],
  ])
    assert.equal(says(typed), 'kept 0912345678', JSON.stringify(typed))
  for (const typed of ['(0226) 3851234', '0226 3 851 234', '0226.385.1234', '+84 226 385 1234', '84 226 3851234'])
    assert.equal(says(typed), 'kept 02263851234', typed)
  assert.equal(says('024 3825 1234'), 'kept 02438251234')
  assert.equal(says('0841 234 567'), 'kept 0841234567', '084 is a mobile network too')
  assert.equal(says('+84 84 123 4567'), 'kept 0841234567')
  assert.equal(says('+856 20 5555 1234'), 'kept +8562055551234')
  assert.equal(says('1900 1234'), 'kept 19001234')
})

test('a number that cannot be is refused, and the sentence names what is wrong', () => {
  assert.match(says('O912345678'), /ký tự “O”/)
  assert.match(says('0912 345 67a'), /ký tự “a”/)
  assert.match(says('0912345678#'), /ký tự “#”/)
  assert.match(says('091234567'), /10 chữ số, mới gõ 9/)
  assert.match(says('09123456789'), /10 chữ số, mới gõ 11/)
  assert.match(says('0226385123'), /11 chữ số.*mới gõ 10/)
  assert.match(says('912345678'), /thiếu số 0 ở đầu.*0912345678/)
  assert.match(says('0112345678'), /bắt đầu bằng 011/)
  assert.match(says('0512345678'), /bắt đầu bằng 051/)
  assert.match(says('02633851234'), /kept/)
  assert.match(says('02303851234'), /bắt đầu bằng 0230/)
  for (const typed of ['000000000', '0000000000', '0900000000', '999999999999', '0912345678 / 0987654321', ''])
    assert.doesNotMatch(says(typed), /kept/, typed)
})

test('a mobile of eleven digits is told with its number since 14/11/2018; old data are brought to it', () => {
  assert.match(says('01689123456'), /đổi thành 0389123456 từ ngày 14\/11\/2018/)
  assert.match(says('+84 168 912 3456'), /0389123456/)
  for (const [old, present] of [
    ['01201234567', '0701234567'],
    ['01231234567', '0831234567'],
    ['01881234567', '0581234567'],
    ['01991234567', '0591234567'],
    ['+84912345678', '0912345678'],
    ['không có', 'không có'],
  ] as const)
    assert.equal(phoneOfOldData(old), present, old)
})

test('a kept number is shown in groups that are read back', () => {
  for (const number of ['0912345678', '02263851234', '02438251234', '+8562055551234', '19001234'])
    assert.equal(says(phoneWords(number)), `kept ${number}`)
  assert.equal(phoneWords('0912345678'), '0912 345 678')
})
