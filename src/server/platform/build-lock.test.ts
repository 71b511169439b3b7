import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { takeBuildLock } from './build-lock.ts'
import { PROJECT } from './settings.ts'

test('two that would build in the same folder do so one after the other; another folder does not wait', async () => {
  const order: string[] = []
  const first = await takeBuildLock('/a/checkout')
  const second = takeBuildLock('/a/checkout').then((release) => {
    order.push('second in')
    release()
  })
  ;(await takeBuildLock('/another/checkout'))()
  order.push('first out')
  first()
  await second
  assert.deepEqual(order, ['first out', 'second in'])
})

test('a builder that was killed with kill -9 keeps nobody out', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { takeBuildLock } from '${PROJECT}src/server/platform/build-lock.ts'
       await takeBuildLock('/a/killed/checkout')
       process.stdout.write('in')
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const next = takeBuildLock('/a/killed/checkout')
  child.kill('SIGKILL')
  ;(await next)()
})
