import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTailOfCode, isWholeCode, readCode } from './code.ts'

const CODE = '000.01.18.H25-261124-0001'

test('a code is found however it is copied: without dots, with blanks for dots, in any case, digits alone', () => {
  for (const typed of [
    CODE,
    ' 000.01.18.h25-261124-0001 ',
    '000 01 18 H25 261124 0001',
    '0000118H252611240001',
    '0000118252611240001',
    '000.01.18.H25–261124—0001',
    '０００.01.18.H25-261124-0001',
    '000 01 18 h25-261124-0001',
  ])
    assert.equal(readCode(typed), CODE, typed)
})

test('a code of TT 03/2025 is read the same way', () => {
  for (const typed of ['H25.018.00-261124-0001', 'h2501800 261124 0001', '2501800 261124 0001'])
    assert.equal(readCode(typed), 'H25.018.00-261124-0001', typed)
})

test('the day and number alone are told apart from a whole code; other text stays as typed', () => {
  for (const typed of ['261130-0022', '2611300022', '261130 0022', '261130-22']) {
    assert.equal(isTailOfCode(typed), true, typed)
    assert.equal(isWholeCode(readCode(typed)), false, typed)
  }
  assert.equal(isTailOfCode(CODE), false)
  assert.equal(isWholeCode(CODE), true)
  assert.equal(readCode('khong-co'), 'KHONG-CO')
  assert.equal(isWholeCode(readCode('khong-co')), false)
})
