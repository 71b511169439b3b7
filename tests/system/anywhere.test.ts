import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { before, test, type TestContext } from 'node:test'
import { recordAudit } from '#server/platform/audit.ts'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { inTransaction, systemActor } from '#server/platform/call.ts'
import { openDatabase, openPool } from '#server/platform/db/connection.ts'
import { bindHouseKey } from '#server/platform/house-key.ts'
import { addJob } from '#server/platform/jobs.ts'
import { startPrivatePostgres } from '#server/platform/private-postgres.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { startProgram } from './program.ts'

const ROOT = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }

before(() => buildPagesWhenNeeded())

const folder = (t: TestContext, mode: number) => {
  const made = mkdtempSync('/tmp/dinh-anywhere-')
  chmodSync(made, mode)
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function answersAndStops(program: ReturnType<typeof startProgram>) {
  try {
    const health = (await (await fetch(`${await program.ready}/api/health`)).json()) as { status: string }
    assert.equal(health.status, 'ok')
  } finally {
    program.child.kill('SIGINT')
  }
  assert.equal(await program.ended, 0)
}

/** What git holds, the build and the packages (hard links), in a folder of mode 0700. */
function checkoutIn(top: string): string {
  const copy = `${top}/dinh/`
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', PROJECT, copy])
  // What is not committed yet comes along.
  for (const part of ['src', 'seeds', 'static', 'migrations', 'package.json', 'build', 'vite.config.ts'])
    cpSync(`${PROJECT}${part}`, `${copy}${part}`, { recursive: true, force: true })
  execFileSync('cp', ['-al', `${PROJECT}node_modules`, `${copy}node_modules`])
  return copy
}

test('a checkout under a folder that only root may enter becomes ready, from another folder than its own', async (t) => {
  const project = checkoutIn(folder(t, 0o700))
  const env = { DATA_DIR: `${folder(t, 0o711)}/data`, DEMONSTRATION: 'no' }
  await answersAndStops(startProgram('src/start.ts', env, { project, cwd: '/' }))
})

test(
  'an ordinary user without a home folder starts the program on a data folder of his own',
  { skip: ROOT ? false : 'only root can become another user' },
  async (t) => {
    const own = folder(t, 0o700)
    chownSync(own, NOBODY.uid, NOBODY.gid)
    const env = { DATA_DIR: `${own}/data`, DEMONSTRATION: 'no' }
    await answersAndStops(startProgram('src/start.ts', env, { cwd: '/', ...NOBODY }))
  },
)

test('on a PostgreSQL of somebody else the whole program runs, keeps no database of its own, and writes its anchors to a second place too', async (t) => {
  const top = mkdtempSync('/tmp/dinh-anywhere-')
  chmodSync(top, 0o711)
  const foreign = await startPrivatePostgres(`${top}/foreign`, { shared_buffers: '64MB' })
  t.after(async () => {
    await foreign.close()
    rmSync(top, { recursive: true, force: true })
  })
  const [data, anchors] = [`${top}/data`, `${top}/anchors`]
  const env = { DATABASE_URL: foreign.connectionString, DATA_DIR: data, ANCHOR_DIR: anchors, DEMONSTRATION: 'no' }
  const program = startProgram('src/start.ts', env, { cwd: top })
  await program.ready
  const second = startProgram('src/start.ts', env, { cwd: top })
  assert.equal(await second.ended, 1)
  assert.match(second.err(), /Another Đình is already running/)
  const db = openDatabase(openPool({ connectionString: foreign.connectionString, max: 2 }))
  bindHouseKey(db, sealingOf(data))
  await inTransaction({ db, actor: systemActor, now: new Date() }, async (within) => {
    recordAudit(within, 'test.act', 'ubnd-tinh', null)
    await addJob(within.db, 'anchor-heads', {})
  })
  const written = (place: string) => existsSync(place) && readdirSync(place).length > 0
  while (!written(anchors)) await new Promise((resolve) => setTimeout(resolve, 20))
  await db.destroy()
  await answersAndStops(program)
  assert.ok(!existsSync(`${data}/pg18`))
})

test('a build leaves the mark of what it was made from', () => {
  assert.match(readFileSync(`${PROJECT}build/.made-from`, 'utf8'), /^[0-9a-f]{64}$/)
})
