import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { openDatabase, openPool } from '#server/platform/db/connection.ts'
import { addJob } from '#server/platform/jobs.ts'
import { queueMessage } from '#server/platform/outbox.ts'
import { startPrivatePostgres } from '#server/platform/private-postgres.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { openFakeSmtp } from '../fakes/smtp-server.ts'

/** One of the programs, from another folder than its own, until it says that it is ready. */
function start(program: 'web' | 'worker', env: Record<string, string>) {
  const child = spawn(process.execPath, [`${PROJECT}src/${program}.ts`], {
    cwd: '/',
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ready = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const said = /Đình is ready at (\S+)|worker is ready/.exec(text)
      if (said) resolve(said[1] ?? '')
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('close', () => reject(new Error(text)))
  })
  return { ready, ended, text: () => text, stop: () => void child.kill('SIGTERM') }
}

test('two web programs and two workers on a PostgreSQL of somebody else: all answer, a job runs once, /metrics opens to whom it should, the log names nobody', async (t) => {
  await buildPagesWhenNeeded()
  const top = mkdtempSync('/tmp/dinh-apart-')
  chmodSync(top, 0o711)
  const foreign = await startPrivatePostgres(`${top}/foreign`, { max_connections: '120', shared_buffers: '64MB' })
  const smtp = await openFakeSmtp()
  const env = { DATABASE_URL: foreign.connectionString, DATA_DIR: `${top}/data`, SMTP_URL: smtp.url }
  const programs = [
    ...[start('web', env), start('web', { ...env, METRICS_TOKEN: 'a-token' })],
    ...[start('worker', env), start('worker', env)],
  ]
  t.after(async () => {
    for (const program of programs) program.stop()
    await Promise.all(programs.map((program) => program.ended))
    await smtp.close()
    await foreign.close()
    rmSync(top, { recursive: true, force: true })
  })
  const [open = '', guarded = ''] = await Promise.all(programs.map((program) => program.ready))
  for (const address of [open, guarded]) {
    const health = (await (await fetch(`${address}/api/health`)).json()) as { status: string }
    assert.equal(health.status, 'ok')
  }

  const db = openDatabase(openPool({ connectionString: foreign.connectionString, max: 2 }))
  await queueMessage({ db, now: new Date() }, { channel: 'email', recipient: 'on@thu.example', body: 'Đã tiếp nhận' })
  for (let n = 0; n < 8; n += 1) await addJob(db, 'send-outbox', {})
  while ((await db.selectFrom('outbox_message').select('state').executeTakeFirst())?.state !== 'sent')
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(smtp.taken.length, 1)
  await db.destroy()

  const metrics = async (address: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address}/metrics`, { headers })
    return { status: answer.status, text: await answer.text() }
  }
  const here = await metrics(open)
  assert.equal(here.status, 200)
  assert.match(here.text, /dinh_waiting\{what="outbox"\} 0/)
  assert.doesNotMatch(here.text, /on@thu|tiếp nhận|@/)
  for (const name of ['x-forwarded-for', 'x-real-ip', 'via', 'forwarded'])
    assert.equal((await metrics(open, { [name]: '127.0.0.1' })).status, 404, name)
  assert.equal((await metrics(open, { 'x-dinh-direct': 'yes', 'x-forwarded-for': '10.0.0.1' })).status, 404)
  assert.equal((await metrics(guarded)).status, 404)
  assert.equal((await metrics(guarded, { authorization: 'Bearer another' })).status, 404)
  assert.equal((await metrics(guarded, { authorization: 'Bearer a-token', 'x-forwarded-for': '10.0.0.1' })).status, 200)

  for (const program of programs) assert.doesNotMatch(program.text(), /on@thu|tiếp nhận|a-token/)
})
