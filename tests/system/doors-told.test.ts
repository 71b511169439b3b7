import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPdf } from '#server/files/testing.ts'
import { aHouse } from './house.ts'

const TYPE = 'multipart/form-data; boundary=x'
const HEAD = '--x\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n\r\n'
const END = '\r\n--x--\r\n'

test('the page of the parts of the interface stands in the demonstration only', async (t) => {
  const open = await aHouse(t)
  assert.equal((await open.nobody.get('/giao-dien')).status, 200)
  open.settings.demonstration = false
  assert.equal((await open.nobody.get('/giao-dien')).status, 404)
})

test('a paper that was brought stands inline only in our own page; a link from elsewhere downloads it', async (t) => {
  const { nobody } = await aHouse(t)
  const brought = await nobody.raw('/kiem-tra', TYPE, [HEAD, Buffer.from(aPdf()), END])
  const here = /location: (\/kiem-tra\/ket-qua\/[0-9a-f]{32})/i.exec(brought.headers)![1]!
  const headers = async (site?: string) =>
    (await nobody.get(`${here}/tep`, site ? { 'sec-fetch-site': site } : {})).headers
  const own = await headers('same-origin')
  assert.match(own.get('content-disposition')!, /^inline/)
  assert.equal(own.get('content-type'), 'application/pdf')
  assert.equal(own.get('cross-origin-resource-policy'), 'same-origin')
  for (const site of ['cross-site', 'same-site', 'none', undefined])
    assert.match((await headers(site)).get('content-disposition')!, /^attachment/, String(site))
  assert.equal((await nobody.get('/kiem-tra/ket-qua/00000000000000000000000000000000/tep')).status, 404)
})

test('a check beyond the places of one asker is told "later" with a time, and the next one after it goes through', async (t) => {
  const { nobody, host, address } = await aHouse(t)
  const { connect } = await import('node:net')
  const bytes = Buffer.from(aPdf())
  const length = Buffer.byteLength(HEAD) + bytes.length + Buffer.byteLength(END)
  const head = `POST /kiem-tra HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${new URL(address).origin}\r\nContent-Type: ${TYPE}\r\nContent-Length: ${length}\r\nAccept: text/html\r\nConnection: close\r\n\r\n${HEAD}`
  // Two that send slowly hold the two places of this network.
  const slow = [1, 2].map(() => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(head)
    socket.write(bytes.subarray(0, 100))
    return socket
  })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const refused = await nobody.raw('/kiem-tra', TYPE, [HEAD, bytes, END])
  assert.deepEqual([refused.status, /thử lại sau một phút/.test(refused.body)], [503, true], refused.body.slice(0, 200))
  assert.match(refused.headers, /retry-after: 60/i)
  for (const socket of slow) socket.destroy()
  const until = Date.now() + 20_000
  for (;;) {
    const next = await nobody.raw('/kiem-tra', TYPE, [HEAD, bytes, END])
    if (next.status === 303) break
    assert.ok(Date.now() < until, `${next.status} ${next.body.slice(0, 200)}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
})

test('what is refused at the lists of cards and books is a refusal, not a page that looks done', async (t) => {
  const { signIn } = await aHouse(t)
  const clerk = await signIn('motcua.liemphong')
  for (const path of ['/the?/lap', '/ky-so?/ky', '/dong-dau?/dong']) {
    const { status } = await clerk.post(path, { chon: 'x' })
    assert.ok(status >= 400 && status < 500, `${path}: ${status}`)
  }
})
