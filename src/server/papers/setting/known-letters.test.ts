import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { stopSetters } from '../index.ts'
import { settable, settableData, unknownSigns } from './known-letters.ts'
import { setSource } from './set.ts'

after(stopSetters)
const at = new Date('2026-11-24T02:00:00Z')
const SOURCE = '#import "/nd30.typ": *\n#show: sheet\n*#data().words* #data().words'
const installed = (program: string) => spawnSync(program, ['-v']).error === undefined

test('a sign that our letters do not have becomes one box, and never makes a template faulty', async (t) => {
  const hostile = ['🙂', '한국', 'ລາວ', '☎ → ①', '👨‍👩‍👧', '漢字', '𠮷', '🇻🇳', 'ไทย', '❤️', '\u{e000}']
  for (const words of hostile) {
    const { pdf } = await setSource(SOURCE, { words: `Nhà ${words} số 5` }, at)
    assert.ok(pdf.length > 0, words)
    if (!installed('pdffonts')) continue
    const fonts = spawnSync('pdffonts', ['-'], { input: pdf }).stdout.toString().split('\n').slice(2).filter(Boolean)
    assert.ok(
      fonts.every((each) => /Tinos/.test(each)),
      fonts.join('\n'),
    )
  }
  assert.equal(settable('Nhà 🙂 số 5, 👨‍👩‍👧'), 'Nhà □ số 5, □')
  assert.deepEqual(unknownSigns('Nhà 🙂 한 số 5 🙂'), ['🙂', '한'])
  assert.equal(settable('Đường Nguyễn Huệ – “số 5”, ½ m² €'), 'Đường Nguyễn Huệ – “số 5”, ½ m² €')
  if (!installed('pdffonts')) t.diagnostic('pdffonts is not installed: fonts were not looked at')
})

test('words given decomposed are set composed, in data and in the template itself', async (t) => {
  const words = 'Hương, Đỗ Thị Ngọc Thưởng'
  assert.deepEqual(settableData({ a: [words.normalize('NFD')], b: 1 }), { a: [words], b: 1 })
  if (!installed('pdftotext')) return t.skip('pdftotext is not installed')
  const source = `#import "/nd30.typ": *\n#show: sheet\n#data().words\n\n${words} mẫu`.normalize('NFD')
  const { pdf } = await setSource(source, { words: words.normalize('NFD') }, at)
  const text = spawnSync('pdftotext', ['-', '-'], { input: pdf }).stdout.toString()
  assert.ok(text.includes(words) && text.includes(`${words} mẫu`), text)
  assert.equal(text, text.normalize('NFC'))
})
