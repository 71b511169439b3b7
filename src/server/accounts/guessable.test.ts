import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWordList } from '#server/platform/word-list.ts'
import { whyGuessable } from './guessable.ts'
import { readNewPassword } from './passwords.ts'

const OWN = ['Nguyễn Thị Mai', '0912000001', 'maint@noi.vn', 'congdan', 'Xã Liêm Phong', '1990-05-12', '035190000011']

// The first five: review-security.md 17.
test('frequent passwords, Vietnamese ones, runs of keys, dates and numbers are refused, also with a number or a sign behind them', () => {
  for (const password of [
    ...['1234567890', 'password12', 'matkhau123', 'qwertyuiop', 'Dinh-Ha-Nam-2020', 'yeuem123456', 'Anhyeuem@123'],
    ...['0912345678', '05/03/1985', '12031985!!', 'M@tKh4u2026', 'abcabcabcabc', 'zaq12wsxcde3', 'qazwsxedc123'],
    ...['vietnamvodich2026', 'aaaaaaaaaaaa', 'asdfghjkl;', '1q2w3e4r5t', '123qwe!@#QWE', 'Hanoi@2025', 'Congan113@'],
    ...['Mật khẩu mới 2', 'iloveyou123', '11223344556677', 'khongbiet123', '0123456789a'],
  ])
    assert.equal(whyGuessable(password, []), 'listed', password)
})

test('what a person is called is no password; a sentence is', () => {
  for (const password of ['nguyenthimai1990', 'Mai120590!!', 'maint@noi.vn', 'liemphong 2026!'])
    assert.notEqual(whyGuessable(password, OWN), undefined, password)
  for (const password of [
    'mot cau ngan de nho',
    'Bà ngoại trồng cam sành',
    'correct horse battery staple',
    'Xq7!pLm2#vRt',
  ])
    assert.equal(whyGuessable(password, OWN), undefined, password)
  assert.equal(readNewPassword('ngắn', []).fault?.code, 'password-short')
})

test('the lists hold at least the three thousand most frequent that the length allows (ASVS 6.2.4), with source and licence', () => {
  const passwords = readWordList(new URL('./lists/frequent-passwords.txt', import.meta.url))
  assert.ok(passwords.length >= 3000)
  assert.ok(passwords.every((each) => each.length >= 10))
  for (const each of passwords.slice(0, 3000)) assert.equal(whyGuessable(each, []), 'listed', each)
})
