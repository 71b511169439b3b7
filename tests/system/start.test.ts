import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'

function start(dataDir: string) {
  const child = spawn(process.execPath, ['src/start.ts'], {
    cwd: PROJECT,
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', DEMONSTRATION: 'no', ORIGIN: '', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const address = /^Đình is ready at (\S+)/.exec(out)?.[1]
      if (address) resolve(address)
    })
    child.on('close', () => reject(new Error(err)))
  })
  ready.catch(() => {})
  return { child, ready, ended, out: () => out, err: () => err }
}

test('the program starts, refuses a second one, starts again after kill -9 and stops', async () => {
  const folder = mkdtempSync('/tmp/dinh-start-')
  chmodSync(folder, 0o711)
  const first = start(folder)
  try {
    const health = await fetch(`${await first.ready}/api/health`)
    assert.equal(((await health.json()) as { status: string }).status, 'ok')
    assert.equal(first.out().trim().split('\n').length, 1)
    const second = start(folder)
    assert.equal(await second.ended, 1)
    assert.match(second.err(), /Another Đình is already running/)
    first.child.kill('SIGKILL')
    await first.ended
    const again = start(folder)
    await again.ready
    again.child.kill('SIGINT')
    assert.equal(await again.ended, 0)
  } finally {
    first.child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})
