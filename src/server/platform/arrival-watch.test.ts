import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { test } from 'node:test'
import { sendRaw } from '#tools/attack/connection.ts'
import { ArrivalWatch, hasBody, isTooSlow } from './arrival-watch.ts'

test('A body may come as slowly as a line in the mountains, and no slower', () => {
  assert.ok(!isTooSlow({ seconds: 20, bytes: 0 }))
  assert.ok(isTooSlow({ seconds: 21, bytes: 0 }))
  assert.ok(!isTooSlow({ seconds: 200, bytes: 3_000_000 }), 'a photograph in 200 seconds')
  assert.ok(isTooSlow({ seconds: 600, bytes: 3_000_000 }))
  assert.ok(!isTooSlow({ seconds: 3600, bytes: 100 * 1_048_576 }), 'the largest file in an hour')
})

test('A body of unknown length that is longer than any route takes loses its connection, and the house goes on', async (t) => {
  const watch = new ArrivalWatch(100_000)
  const server = createServer((request, response) => {
    if (hasBody(request)) watch.add(request, response)
    request.resume()
    request.on('end', () => response.end('ok'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    watch.end()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
  const piece = `4000\r\n${'a'.repeat(0x4000)}\r\n`
  const sending = setInterval(() => void (socket.writable && socket.write(piece)), 20)
  await new Promise((closed) => socket.once('close', closed))
  clearInterval(sending)
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'a'.repeat(1000) })
  assert.equal(await answer.text(), 'ok')
})

test('Whoever is refused early while they still send, and wants the connection closed, sees the answer', async (t) => {
  const watch = new ArrivalWatch(100_000_000)
  const server = createServer((request, response) => {
    if (hasBody(request)) watch.add(request, response)
    response.writeHead(413, { 'content-type': 'text/plain' }).end('too long')
    request.resume()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    watch.end()
    server.closeAllConnections()
    server.close()
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const bytes = Buffer.alloc(8_000_000, 'a')
  for (let time = 0; time < 8; time += 1) {
    const head = `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`
    const { status, body, ms } = await sendRaw(address, [head, bytes])
    assert.deepEqual([status, body.includes('too long')], [413, true])
    assert.ok(ms < 55_000, 'and the connection is closed')
  }
})
