import assert from 'node:assert/strict'
import { test } from 'node:test'
import { code128Bars } from './code128.ts'

/** Reads a drawn bar code as a scanner does: widths of bars and gaps, six to a symbol, by the pattern each letter draws alone. */
function scan(text: string): string {
  const widths = (drawn: string) => {
    const { path, width } = code128Bars(drawn)
    const bars = [...path.matchAll(/M(\d+) 5h(\d+)/g)].map(([, x, bar]) => [Number(x), Number(bar)] as const)
    return bars
      .flatMap(([x, bar], at) => [bar, (bars[at + 1]?.[0] ?? width + 10) - x - bar])
      .slice(0, -1)
      .join('')
  }
  const letters = new Map<string, string>()
  for (let code = 32; code < 127; code += 1)
    letters.set(widths(String.fromCharCode(code)).slice(6, 12), String.fromCharCode(code))
  const symbols = widths(text).slice(6).match(/.{6}/g)!
  return symbols
    .slice(0, text.length)
    .map((symbol) => letters.get(symbol) ?? '?')
    .join('')
}

test('the bar code of a receipt reads back as the code of the dossier, letter by letter', () => {
  for (const code of ['000.01.18.H25-261124-0001', 'H25.05.016-261124-12345', 'H25-ABCXYZ-999999'])
    assert.equal(scan(code), code)
})
