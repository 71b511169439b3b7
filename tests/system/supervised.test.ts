import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { waitAfter } from '../../src/supervise.mjs'

const folder = mkdtempSync('/tmp/dinh-supervised-')
before(async () => {
  chmodSync(folder, 0o711)
  await buildPagesWhenNeeded()
})
after(() => rmSync(folder, { recursive: true, force: true }))

const isAlive = (pid: number) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !/\) [ZX] /.test(stat)
  } catch {
    return false
  }
}
const childrenOf = (pid: number) =>
  execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!)
const postmaster = (dataDir: string) => {
  const file = `${dataDir}/pg18/postmaster.pid`
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
}
/** Waits for what must come; the test's own time limit ends a wait in vain. */
async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look()
    if (found) return found
    await wait(50)
  }
}

/** The house under its parent, directly or by npm, on a data folder of its own; ready when it says so. */
async function startHouse(name: string, command: string[] = [process.execPath, 'src/supervise.mjs', 'start']) {
  const dataDir = `${folder}/${name}`
  const { npm_lifecycle_event: _, ...env } = process.env
  const child = spawn(command[0]!, command.slice(1), {
    cwd: PROJECT,
    env: { ...env, DATA_DIR: dataDir, PORT: '0', DEMONSTRATION: 'no', LOG_LEVEL: 'info', DATABASE_URL: '', ORIGIN: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const addresses = () => [...out.matchAll(/Đình is ready at (\S+)/g)].map((found) => found[1]!)
  await Promise.race([
    until(() => addresses().length > 0),
    ended.then((code) => {
      throw new Error(`ended with ${code}: ${err}`)
    }),
  ])
  const program = () => {
    const [first] = childrenOf(child.pid!)
    return first!
  }
  return { child, dataDir, ended, addresses, err: () => err, program }
}

test('the first crash starts again at once, quick ones wait twice as long each time, half a minute at most', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 50].map(waitAfter), [0, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
})

test('a program that ends by a fault comes back with the database where it was, and says so', async () => {
  const house = await startHouse('killed')
  const before = postmaster(house.dataDir)
  const first = house.program()
  process.kill(first, 'SIGKILL')
  const [, again] = await until(() => (house.addresses().length > 1 ? house.addresses() : undefined))
  assert.equal((await fetch(`${again}/api/health/live`)).status, 200)
  assert.equal(postmaster(house.dataDir), before)
  assert.match(house.err(), /program ended by a fault/)
  assert.notEqual(house.program(), first)
  house.child.kill('SIGTERM')
  assert.equal(await house.ended, 0)
  await until(() => !isAlive(before))
})

test('a signal to the parent, to the program or the end of the parent ends the program and its database', async () => {
  for (const way of ['SIGTERM', 'SIGINT', 'program', 'SIGKILL'] as const) {
    const house = await startHouse('ended')
    const [program, database] = [house.program(), postmaster(house.dataDir)]
    if (way === 'program') process.kill(program, 'SIGTERM')
    else house.child.kill(way)
    const code = await house.ended
    if (way !== 'SIGKILL') assert.equal(code, 0, way)
    await until(() => !isAlive(program) && !isAlive(database))
  }
})

// Source: review-papers.md H: SIGTERM to the pid of `npm start` ended npm alone.
test('the end of npm, which may keep a signal to itself, ends the house', async () => {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const house = await startHouse('npm', ['npm', 'start', '--silent'])
    const pids = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    assert.ok(pids)
    const database = postmaster(house.dataDir)
    house.child.kill(signal)
    await house.ended
    await until(() => !isAlive(database))
  }
})

test('a fault at the start is told in its sentence and not tried again', async () => {
  const child = spawn(process.execPath, ['src/supervise.mjs', 'start'], {
    cwd: PROJECT,
    env: { ...process.env, DATA_DIR: `${folder}/faulty`, PORT: 'x', DEMONSTRATION: 'no' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  assert.equal(code, 1)
  assert.match(err, /PORT is "x"/)
  assert.doesNotMatch(err, /fault/)
})
