import assert from 'node:assert/strict'
import { test } from 'node:test'
import { code128Widths } from '../code-128.ts'
import { code128Bars } from './code128.ts'

/** Widths of the symbols above the letters, from ISO/IEC 15417 table 1; 99 changes to set C, 100 to set B, 104 and 105 begin. */
const ABOVE = [
  '114113',
  '114311',
  '411113',
  '411311',
  '113141',
  '114131',
  '311141',
  '411131',
  '211412',
  '211214',
  '211232',
]

/** Widths of bars and gaps as drawn. */
function drawn(text: string): string {
  const { path, width } = code128Bars(text)
  const bars = [...path.matchAll(/M(\d+) 5h(\d+)/g)].map(([, x, bar]) => [Number(x), Number(bar)] as const)
  return bars
    .flatMap(([x, bar], at) => [bar, (bars[at + 1]?.[0] ?? width + 10) - x - bar])
    .slice(0, -1)
    .join('')
}

/** Reads a drawn bar code as a scanner does: six widths to a symbol, sets B and C, and the check symbol. */
function scan(text: string): string {
  const patterns = Array.from({ length: 95 }, (_, value) => drawn(String.fromCharCode(value + 32)).slice(6, 12))
  const values = drawn(text)
    .slice(0, -7)
    .match(/.{6}/g)!
    .map((widths) => [...patterns, ...ABOVE].indexOf(widths))
  const check = values.pop()
  assert.equal(check, values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103)
  let pairs = values.shift() === 105
  return values
    .map((value) => {
      if (value === 99 && !pairs) pairs = true
      else if (value === 100 && pairs) pairs = false
      else return pairs ? String(value).padStart(2, '0') : String.fromCharCode(value + 32)
      return ''
    })
    .join('')
}

test('the bar code of a receipt reads back as the code of the dossier, letter by letter', () => {
  for (const code of [
    '000.01.18.H25-261124-0001',
    'H25.05.016-261124-12345',
    'H25-ABCXYZ-999999',
    'A',
    '7',
    '95969798',
  ])
    assert.equal(scan(code), code)
  for (const code of [
    '0001-0001',
    '12345',
    'H1234567',
    '1234567-1',
    '99100',
    '00',
    '1234',
    '-12345-',
    '12 3456 789012',
  ])
    assert.equal(scan(code), code)
})

test('digits are written two in a symbol, and the bars of a receipt are two dots wide for a scanner of 150 dpi', () => {
  const modules = code128Widths('12345678').reduce((sum, each) => sum + each, 0)
  assert.equal(modules, 11 * 6 + 13)
  const receipt = code128Widths('000.14.14.H25-260305-0007').reduce((sum, each) => sum + each, 0)
  // 110 mm as the forms of the desk draw it, ten modules of quiet at each side.
  assert.ok(110 / (receipt + 20) > (2 * 25.4) / 150)
})
