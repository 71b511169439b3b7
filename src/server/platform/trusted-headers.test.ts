import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { setTrustedHeaders, trusting } from './trusted-headers.ts'

const seen = (headers: Record<string, string>, peer = '10.0.0.1', url = '/') => {
  const request = { headers: { host: 'inside:3000', ...headers }, url, socket: { remoteAddress: peer } }
  setTrustedHeaders(request as unknown as IncomingMessage, undefined, trusting(['10.0.0.0/8']))
  const { 'x-dinh-proto': proto, 'x-dinh-host': host } = request.headers as Record<string, string>
  return `${proto}://${host}`
}

test('Behind one proxy or a chain of them the address is the one that the visitor sees, in whatever letters it is said', () => {
  for (const proto of ['https', 'HTTPS', 'https, http', 'https,https', ' Https , http'])
    assert.equal(
      seen({ 'x-forwarded-proto': proto, 'x-forwarded-host': 'dvc.example.vn' }),
      'https://dvc.example.vn',
      proto,
    )
  assert.equal(
    seen({ 'x-forwarded-proto': 'http, https', 'x-forwarded-host': 'dvc.example.vn, inside' }),
    'http://dvc.example.vn',
  )
  assert.equal(
    seen({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'dvc.example.vn:8443,b' }),
    'https://dvc.example.vn:8443',
  )
  for (const host of ['', 'a b', 'a/../b', '<script>', 'a@b'])
    assert.equal(seen({ 'x-forwarded-host': host }), 'http://inside:3000')
  assert.equal(seen({ 'x-forwarded-proto': 'https' }, '203.0.113.9'), 'http://inside:3000', 'a stranger says nothing')
})

test('Programs send no origin, and no cookie is read on their paths', () => {
  const request = { headers: { host: 'a', cookie: 'b=c' } as Record<string, string>, url: '/api/files', socket: {} }
  setTrustedHeaders(request as unknown as IncomingMessage, 'https://dvc.example.vn', () => false)
  assert.deepEqual([request.headers.cookie, request.headers.origin], [undefined, 'https://dvc.example.vn'])
})
