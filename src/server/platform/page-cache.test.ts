import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { PageCache } from './page-cache.ts'
import { opensMetrics } from './open-metrics.ts'

/** A house of one page that says how often it was made; `more` is what it adds to its answer. */
async function house(t: TestContext, more: Record<string, string> = {}) {
  const cache = new PageCache()
  let made = 0
  let later = 0
  const server = createServer((request, response) => {
    if (cache.answer(request, response, Date.now() + later)) return
    cache.watch(request, response)
    made += 1
    response.writeHead(200, { 'content-type': 'text/html', 'x-dinh-cache': 'page', ...more }).end(`lần ${made}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => void (server.close(), server.closeAllConnections()))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const get = async (path = '/', headers: IncomingHttpHeaders = {}) => {
    const answer = await fetch(address + path, { headers: headers as Record<string, string> })
    return { text: await answer.text(), headers: answer.headers }
  }
  return { get, pass: (milliseconds: number) => void (later += milliseconds) }
}

test('an anonymous visitor gets the page that was made for another one, for fifteen seconds; each address has its own', async (t) => {
  const { get, pass } = await house(t)
  assert.equal((await get()).text, 'lần 1')
  const again = await get('/', { 'accept-encoding': 'gzip' })
  assert.equal(again.text, 'lần 1')
  assert.deepEqual(
    [again.headers.get('vary'), again.headers.get('content-encoding'), again.headers.get('x-dinh-cache')],
    ['accept-encoding', 'gzip', null],
  )
  assert.equal((await get('/?trang=2')).text, 'lần 2')
  assert.equal((await get('/', { 'x-dinh-host': 'another' })).text, 'lần 3')
  pass(15_001)
  assert.equal((await get()).text, 'lần 4', 'what changed meanwhile is seen after fifteen seconds')
})

test('who is signed in, or comes with a token, gets a page of his own and leaves none behind', async (t) => {
  const { get } = await house(t)
  const cookie = '__Host-dinh=abc'
  assert.equal((await get('/', { cookie })).text, 'lần 1')
  assert.equal((await get('/', { authorization: 'Bearer x' })).text, 'lần 2')
  assert.equal((await get()).text, 'lần 3', 'nothing was kept of the two before')
  assert.equal((await get('/', { cookie })).text, 'lần 4', 'and the kept one is not for him')
})

test('a cookie of the session is one however it is written, and what says no-store or private is not kept', async (t) => {
  const { get } = await house(t)
  assert.equal((await get()).text, 'lần 1')
  for (const cookie of ['__Host-dinh =abc', '__Host-dinh\t=abc', 'a=b; __Host-dinh  = abc', '"__Host-dinh"=abc'])
    assert.notEqual((await get('/', { cookie })).text, 'lần 1', cookie)
  for (const control of ['no-store', 'private, max-age=60', 'No-Store']) {
    const other = await house(t, { 'cache-control': control })
    assert.equal((await other.get()).text, 'lần 1')
    assert.equal((await other.get()).text, 'lần 2', control)
  }
})

test('an answer that sets a cookie, or whose policy holds a nonce, is never kept', async (t) => {
  for (const more of [{ 'set-cookie': 'a=b' }, { 'content-security-policy': "script-src 'nonce-abc'" }]) {
    const { get } = await house(t, more as Record<string, string>)
    assert.equal((await get()).text, 'lần 1')
    assert.equal((await get()).text, 'lần 2')
  }
})

test('/metrics opens with its token alone; without one, to a direct request while the program has no address of its own', () => {
  const bare = { metricsToken: undefined, origin: undefined, trustedProxies: [] }
  const direct = new Headers({ 'x-dinh-direct': 'yes' })
  assert.ok(opensMetrics(bare, direct))
  assert.ok(!opensMetrics(bare, new Headers()))
  assert.ok(!opensMetrics({ ...bare, origin: 'https://dichvucong.example.vn' }, direct))
  assert.ok(!opensMetrics({ ...bare, trustedProxies: ['127.0.0.1'] }, direct))
  assert.ok(!opensMetrics({ ...bare, metricsToken: 'abc' }, direct))
  assert.ok(opensMetrics({ ...bare, metricsToken: 'abc' }, new Headers({ authorization: 'Bearer abc' })))
})
