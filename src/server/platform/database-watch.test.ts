import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import pg from 'pg'
import { isDatabaseAway, watchDatabase } from './database-watch.ts'
import { testDatabase } from './testing.ts'

/** Longer than the watch is patient. */
const BUSY_MS = 3200

/** This program does nothing else for a while, as when a large paper is set or a password is checked on a loaded machine. */
const beBusy = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS)

test('a program that was busy itself does not take an answer that lies there for a silent database', async (t) => {
  const { connectionString } = await testDatabase(t)
  const ask = pg.Client.prototype.query as (...given: unknown[]) => unknown
  const asked = new Promise<void>((resolve) => {
    t.mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...given: unknown[]) {
      const answer = ask.apply(this, given)
      if (given[0] === 'select 1') {
        t.mock.restoreAll()
        beBusy()
        void (answer as Promise<unknown>).then(() => setImmediate(resolve))
      }
      return answer
    } as never)
  })
  const stop = watchDatabase(connectionString)
  t.after(stop)
  await asked
  assert.equal(isDatabaseAway(), false)
})

test('a database that takes a connection and says nothing is away, until it is stopped', async () => {
  const taken: Socket[] = []
  const silent = createServer((socket) => void taken.push(socket.on('error', () => {})))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const revived = Promise.withResolvers<void>()
  const stop = watchDatabase(`postgres://dinh@127.0.0.1:${(silent.address() as AddressInfo).port}/dinh`, async () =>
    revived.resolve(),
  )
  await revived.promise
  assert.equal(isDatabaseAway(), true)
  stop()
  assert.equal(isDatabaseAway(), false)
  for (const socket of taken) socket.destroy()
  silent.close()
})
