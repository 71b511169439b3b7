import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuerSymbol, preparables, symbolOf } from './templates.ts'

test('the symbol after the number is the one its book names, else that of its kind and of who issues it', () => {
  assert.equal(symbolOf({ kind: 'permit', numberSeries: 'Sổ giấy phép xây dựng (…/GPXD)' }, 'UBND'), 'GPXD')
  assert.equal(symbolOf({ kind: 'decision' }, 'UBND'), 'QĐ-UBND')
  assert.equal(symbolOf({ kind: 'answer' }, 'UBND'), 'UBND')
  assert.equal(issuerSymbol('UBND huyện Thanh Liêm'), 'UBND')
  assert.equal(issuerSymbol('Sở Tư pháp'), 'STP')
  assert.equal(issuerSymbol('Sở Lao động - Thương binh và Xã hội'), 'SLĐTBXH')
})

test('a procedure without templates prepares nothing; one with a refusal of its own has no second', () => {
  const result = { key: 'gp', name: 'Giấy phép', kind: 'permit' as const, electronic: false }
  assert.deepEqual(preparables({ results: [result] }, 'UBND'), [])
  const both = preparables({ results: [{ ...result, template: 'gp', templateRefusal: 'tu-choi-giai-quyet' }] }, 'UBND')
  assert.deepEqual(
    both.map((each) => [each.key, each.outcome, each.templateKey]),
    [
      ['gp', 'grant', 'gp'],
      ['tu-choi', 'refuse', 'tu-choi-giai-quyet'],
    ],
  )
  const own = {
    ...result,
    key: 'tc',
    kind: 'answer' as const,
    template: 'cong-van',
    templateRefusal: 'tu-choi-giai-quyet',
  }
  assert.equal(preparables({ results: [own] }, 'UBND').length, 1)
})
