import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { signIn } from '#server/accounts/index.ts'
import { anonymousActor } from '#server/platform/call.ts'
import { openHouse } from '#server/platform/house.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { steppingDirectly, steppingOverHttp, submittingDirectly, submittingOverHttp } from './bench/acts.ts'
import { fillCatalogue } from './bench/catalogue.ts'
import { openClient } from './bench/client.ts'
import { databasePids, type Line, measureRuns, programPids } from './bench/measure.ts'
import { findBusiestPost, listBenchCodes } from './bench/queries.ts'

/**
 * `npm run bench -- --json <file> [--seconds N] [--runs N]`: six operations on the data that is there (generate first; a data folder of its
 * own, since what is filed and stepped stays). Every one goes over HTTP to a program started for the purpose, with rights, validation and
 * audit on. CPU is that of this program, its children and its database, not of the clients. So many clients ask at once, each anew when it is answered:
 *
 * - `submit` (8): a system of a desk uploads a new PDF of 120 KB (`PUT /api/files`) and files a form with it (`POST /api/dossiers`), all
 *   procedures and desks in turn; both requests are one operation. `submit, act alone`: the same act in this program, without HTTP.
 * - `step` (8): `POST /api/dossiers/{code}/step` by the holder of a step that waits, over all units. `step, act alone`: without HTTP.
 * - `inbox` (8): the page `/viec` of the demonstration official with the longest inbox, signed in, HTML, nothing kept between requests.
 * - `look-up` (16): `/tra-cuu/{code}`, 20,000 codes in turn. `procedure search` (12): `/thu-tuc?q=…` over 10,000 procedures (the catalogue is
 *   filled up with invented ones), no phrase twice. `procedure page` (32): one page, from memory.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string', default: '8' },
    runs: { type: 'string', default: '5' },
  },
})
const SECONDS = Number(values.seconds)
const RUNS = Number(values.runs)
const measure = (...rest: Parameters<typeof measureRuns> extends [unknown, ...infer R] ? R : never) =>
  measureRuns({ seconds: SECONDS, runs: RUNS }, ...rest)

const PHRASES = [
  'khai sinh',
  'lam giay khai sinh cho con',
  'gplx',
  'doi bang lai xe',
  'xay nha',
  'ket hon',
  'so do',
  'ho kinh doanh',
  'bo toi mat can lam giay to gi',
  'chung thuc ban sao',
  'ly lich tu phap',
  'tro cap nguoi khuyet tat',
]

async function startWeb(): Promise<{ pid: number; port: number; close: () => Promise<void> }> {
  const port = 3900 + Math.floor(Math.random() * 90)
  const child = spawn(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=8', 'src/web.ts'], {
    cwd: PROJECT,
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'error', TRUSTED_PROXIES: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('ready') && resolve())
    child.once('exit', () => reject(new Error('The web program ended before it was ready')))
  })
  const close = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    })
  return { pid: child.pid!, port, close }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
const house = await openHouse(readSettings(), 20)
const lines: Line[] = []
let close = async () => {}
try {
  const added = await fillCatalogue(house.db, 10_000)
  process.stderr.write(`the catalogue was filled up to 10,000 procedures with ${added} invented ones\n`)
  const database = () => databasePids(house.settings)
  const web = await startWeb()
  const client = openClient(web.port)
  close = async () => {
    client.close()
    await web.close()
  }
  const own = () => [process.pid, ...database()]
  const remote = () => [...programPids(web.pid), ...database()]
  lines.push(await measure('submit', 8, remote, await submittingOverHttp(house, client)))
  lines.push(await measure('step', 8, remote, await steppingOverHttp(house, client)))
  const session = await findBusiestPost(house.db)
  const origin = { requestId: 'npm run bench', ip: randomBytes(4).join('.') }
  const { token } = await signIn(
    { db: house.db, actor: anonymousActor, now: new Date(), origin },
    { name: session.login, password: session.password, demonstration: true },
  )
  const cookie = `__Host-dinh=${token}`
  lines.push(await measure('inbox', 8, remote, () => client.get('/viec', { cookie })))
  const codes = await listBenchCodes(house.db, 20_000)
  const lookUp = (turn: number) => client.get(`/tra-cuu/${codes[(turn * 7919) % codes.length]!}`)
  lines.push(await measure('look-up', 16, remote, lookUp))
  const search = (turn: number) =>
    client.get(`/thu-tuc?q=${encodeURIComponent(`${PHRASES[turn % PHRASES.length]!} ${turn % 9973}`)}`)
  lines.push(await measure('procedure search', 12, remote, search))
  const page = () => client.get('/thu-tuc/1.001193', { 'accept-encoding': 'gzip' })
  lines.push(await measure('procedure page', 32, remote, page))
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${web.pid}/status`, 'utf8'))?.[1]
  process.stderr.write(`resident memory of the program: ${Math.round(Number(resident ?? 0) / 1024)} MB\n`)
  await close()
  close = async () => {}
  lines.push(await measure('submit, act alone', 8, own, await submittingDirectly(house)))
  lines.push(await measure('step, act alone', 8, own, await steppingDirectly(house)))
} finally {
  await close()
  await house.close()
}
const json = `${JSON.stringify(lines, null, 2)}\n`
if (values.json) writeFileSync(values.json, json)
else process.stdout.write(json)
