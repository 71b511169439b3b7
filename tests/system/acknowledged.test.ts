import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { openHouse } from '#server/platform/house.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'

/** A program that files dossiers as fast as it can and says each code only after the house acknowledged it. */
const SUBMITTER = `
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { fileDossier } from '#server/dossiers/index.ts'
import { chanceOf } from './seeds/dossiers/chance.ts'
import { loadWorld } from './seeds/dossiers/world.ts'
import { seedDemonstration } from './seeds/index.ts'
const house = await openHouse(readSettings(), 10)
await prepareHouse(house)
await seedDemonstration(house.db, new Date())
const world = await loadWorld(house.db, new Date(), chanceOf(5), 6)
const cases = world.cases.filter((each) => each.version.content.channels.includes('online'))
const actor = { kind: 'citizen', id: '00000000-0000-7000-8000-000000000001', name: 'Thử', grants: new Map(), queues: [] }
process.stdout.write('ready\\n')
let turn = Number(process.argv[2] ?? 0)
const most = turn + Number(process.argv[3] ?? 1000)
const lie = process.argv[4] === 'lie'
await Promise.all(Array.from({ length: 8 }, async () => {
  while (turn < most) {
    const { version, answers, place } = cases[(turn += 1) % cases.length]
    const command = { procedureVersionId: version.id, receivingId: place.receivingId, channel: 'online', filedHow: 'alone', answers, documents: [], owner: { kind: 'person', name: 'Thử' }, filer: { name: 'Thử' }, sets: 1, returnBy: 'collect', returnAddress: null }
    if (lie) process.stdout.write('000.00.00.H25-000000-' + String(turn).padStart(4, '0') + '\\n')
    const { code } = await fileDossier({ db: house.db, actor, now: new Date() }, command)
    process.stdout.write(code + '\\n')
  }
}))
await house.close()
`

function submit(
  dataDir: string,
  from: number,
  count: number,
  lie = false,
): { child: ChildProcess; codes: string[]; ready: Promise<void>; ended: Promise<void> } {
  const child = spawn(
    process.execPath,
    ['--input-type=module-typescript', '--eval', SUBMITTER, 'x', String(from), String(count), ...(lie ? ['lie'] : [])],
    {
      cwd: PROJECT,
      env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const codes: string[] = []
  let text = ''
  let isReady: () => void = () => {}
  const ready = new Promise<void>((resolve) => {
    isReady = resolve
  })
  child.stdout!.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
    const lines = text.split('\n')
    text = lines.pop()!
    for (const line of lines)
      if (line === 'ready') isReady()
      else codes.push(line)
  })
  return { child, codes, ready, ended: new Promise((resolve) => child.once('close', () => resolve())) }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Codes that were acknowledged but are not in the database. */
async function lost(dataDir: string, codes: readonly string[]): Promise<string[]> {
  const house = await openHouse(readSettings({ DATA_DIR: dataDir }), 2)
  const { rows } = await house.pool.query<{ code: string }>('select code from dossier where code = any($1)', [codes])
  const gaps = await house.pool.query<{ count: number }>(
    `select count(*)::int as count from dossier_number n where last <> (select count(*) from dossier d where d.code like n.unit_code || '-%' and d.filed_at >= (n.on_day::timestamp at time zone interval '7 hours') )`,
  )
  await house.close()
  assert.equal(gaps.rows[0]!.count, 0, 'numbers without gaps')
  const kept = new Set(rows.map((row) => row.code))
  return codes.filter((code) => !kept.has(code))
}

test('kill -9 of the program and of PostgreSQL in the middle of 1,000 submissions loses no acknowledged dossier; a program that acknowledges too early is found out', async (t) => {
  const top = mkdtempSync('/tmp/dinh-kill-')
  chmodSync(top, 0o711)
  const dataDir = `${top}/data`
  t.after(() => rmSync(top, { recursive: true, force: true }))
  const acknowledged: string[] = []

  const first = submit(dataDir, 0, 1000)
  await until(() => first.codes.length >= 300)
  first.child.kill('SIGKILL')
  await first.ended
  acknowledged.push(...first.codes)
  assert.deepEqual(await lost(dataDir, acknowledged), [])

  const second = submit(dataDir, 1000, 1000)
  await until(() => second.codes.length >= 300)
  const postmaster = Number(readFileSync(`${dataDir}/pg18/postmaster.pid`, 'utf8').split('\n')[0])
  process.kill(postmaster, 'SIGKILL')
  await second.ended
  acknowledged.push(...second.codes)
  assert.deepEqual(await lost(dataDir, acknowledged), [])
  assert.ok(acknowledged.length >= 600)

  const liar = submit(dataDir, 3000, 1000, true)
  await until(() => liar.codes.length >= 50)
  liar.child.kill('SIGKILL')
  await liar.ended
  assert.ok((await lost(dataDir, liar.codes)).length > 0, 'the control must be found out')
})
