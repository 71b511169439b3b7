import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProgram } from './program.ts'

test('an exception that nothing caught is logged with its request, which is answered; what is in flight finishes; the program ends', async (t) => {
  const program = startProgram('tests/system/throws.ts', { DATA_DIR: '/tmp/dinh-uncaught', DEMONSTRATION: 'no' })
  t.after(() => program.child.kill('SIGKILL'))
  const address = await program.ready
  const late = fetch(`${address}/late`).then((answer) => answer.text())
  const throws = await fetch(`${address}/throws`)
  assert.equal(throws.status, 500)
  assert.match(await throws.text(), /đã báo người trực/)
  assert.equal(await late, 'answered')
  assert.equal(await program.ended, 70)
  const line = JSON.parse(
    program
      .err()
      .split('\n')
      .find((each) => each.includes('uncaught exception'))!,
  ) as object
  assert.deepEqual(
    { ...line, at: '', stack: '', code: undefined },
    {
      ...{ at: '', stack: '', code: undefined, level: 'error', event: 'uncaught exception' },
      ...{ route: '/(public)/throws', method: 'GET', requestId: 'a1b2', error: 'Error', message: 'planted' },
    },
  )
})
