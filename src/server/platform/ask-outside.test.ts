import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { askOutside, isInner } from './ask-outside.ts'

const asked = { mostBytes: 1000, patienceMs: 2000 }

test('addresses of this machine and of inner networks are known in every spelling', () => {
  for (const inner of [
    ...['127.0.0.1', '10.1.2.3', '172.16.9.9', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
    ...[
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '[::1]',
      '64:ff9b::7f00:1',
      'not-an-ip',
    ],
  ])
    assert.ok(isInner(inner), inner)
  for (const outer of ['203.0.114.9', '8.8.8.8', '2001:4860:4860::8888', '172.32.0.1', '::ffff:8.8.8.8'])
    assert.ok(!isInner(outer), outer)
})

test('an inner address that nobody set is not asked, whatever its spelling; one that was set is', async (t) => {
  const server = createServer((_, response) => response.end('answer'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '0'])
    await assert.rejects(
      askOutside({ ...asked, address: `http://${host}:${port}/`, isSet: false }),
      { fault: 'address' },
      host,
    )
  for (const address of ['file:///etc/passwd', 'ldap://a.vn/', 'khong'])
    await assert.rejects(askOutside({ ...asked, address, isSet: true }), { fault: 'address' }, address)
  const answer = await askOutside({ ...asked, address: `http://127.0.0.1:${port}/`, isSet: true })
  assert.equal(Buffer.from(answer).toString(), 'answer')
})

test('an answer without length is cut where it becomes too long; a redirect and silence give nothing', async (t) => {
  let sent = 0
  const server = createServer((request, response) => {
    if (request.url === '/moved') return void response.writeHead(302, { location: '/' }).end()
    if (request.url === '/silent') return
    const pour = () => {
      while (!response.destroyed && sent < 50_000_000) {
        sent += 1000
        if (!response.write('x'.repeat(1000))) return void response.once('drain', pour)
      }
    }
    pour()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => (server.closeAllConnections(), server.close()))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await assert.rejects(askOutside({ ...asked, address: `${at}/`, isSet: true }), { fault: 'long' })
  assert.ok(sent < 20_000_000)
  await assert.rejects(askOutside({ ...asked, address: `${at}/moved`, isSet: true }), { fault: 302 })
  await assert.rejects(askOutside({ ...asked, patienceMs: 200, address: `${at}/silent`, isSet: true }), {
    fault: 'silent',
  })
})
