import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenTextIn, cleanQuery, isBrokenAddress, isBrokenPath, typedText } from './typed-text.ts'

test('What is typed keeps its letters, lines and tabs, and loses what cannot be seen', () => {
  assert.equal(typedText('Nguyễn\u200bThị \u202eBình\u0000\ud800'), 'NguyễnThị Bình')
  assert.equal(typedText('dòng một\r\ndòng\thai\n'), 'dòng một\ndòng\thai\n')
  assert.equal(typedText('so\u00adft \ufeff0912\u2060345'), 'soft 0912345')
  assert.equal(typedText('K’Brôi 😀 ộ'), 'K’Brôi 😀 ộ')
})

test('A path or address with NUL, a control letter or half a letter is none; one with Vietnamese letters and lines is', () => {
  for (const path of ['/thu-tuc/%00', '/a%1fb', '/%ED%A0%80', '/%', '/%zz', '/%c3%28', '/%7f', '/a%0D%0Ab', '/%09'])
    assert.ok(isBrokenPath(path), path)
  for (const path of ['/', '/thu-tuc/1.001193', '/tim/%C4%90%E1%BB%97']) assert.ok(!isBrokenPath(path), path)
  assert.ok(isBrokenAddress(new URL('http://a/api/procedures?q=%00')))
  assert.ok(!isBrokenAddress(new URL('http://a/api/procedures?q=khai+sinh%0A')))
  const url = new URL('http://a/tim?q=%E2%80%8BLan%00&trang=2')
  cleanQuery(url)
  assert.equal(url.search, '?q=Lan&trang=2')
})

test('Broken text is found in JSON wherever it stands, however deep, and nothing else is', () => {
  assert.equal(brokenTextIn({ owner: { name: 'A\u0000' } }), 'owner.name')
  assert.equal(brokenTextIn({ answers: [{ a: 'x' }, { b: '\ud800' }] }), 'answers.1.b')
  assert.equal(brokenTextIn({ ['k\u0001']: 1 }), '')
  assert.equal(brokenTextIn({ a: 'dòng\r\nhai\t😀', b: null, c: 1, d: [true] }), undefined)
  let deep: unknown = '\u0000'
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  assert.notEqual(brokenTextIn(deep), undefined)
})
