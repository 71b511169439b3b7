import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOf } from './path-of.ts'

test('whatever stands in an address is one part of it, and an address of another house is none', () => {
  const hostile = '../../x?y=1#z\r\nSet-Cookie: a=b'
  const made = pathOf`/viec/${hostile}/phoi?da=${'a&b=c'}#phoi`
  assert.equal(made, `/viec/${encodeURIComponent(hostile)}/phoi?da=a%26b%3Dc#phoi`)
  const url = new URL(made, 'https://dinh.example')
  assert.deepEqual(
    [url.host, url.pathname.split('/').length, [...url.searchParams]],
    ['dinh.example', 4, [['da', 'a&b=c']]],
  )
  assert.equal(pathOf`/mau/${'a/b c'.split('/')}`, '/mau/a/b%20c')
  assert.equal(pathOf`/x?${new URLSearchParams({ q: 'á b' })}`, '/x?q=%C3%A1+b')
  assert.equal(pathOf`${'/viec/a%20b'}?da=${1}`, '/viec/a%20b?da=1')
  for (const foreign of ['//evil.example', 'https://evil.example', '/\\evil.example', ''])
    assert.throws(() => pathOf`${foreign}?da=1`, foreign)
})
