import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PROJECT } from '#server/platform/settings.ts'
import { isLoopbackHost } from '#server/platform/trusted-headers.ts'
import { tokenBy } from './attack/actors.ts'
import { attack, crossed, prepared } from './attack/attack.ts'
import { plantedFaults } from './attack/control.ts'

/**
 * `npm run attack -- --minutes 5 [--seed 1] [--url http://127.0.0.1:3000]`: attacks a program of its own, or one on this machine that it is
 * pointed at (with demonstration data: it writes), with malformed uploads, part floods, prototype keys, hostile text, cut connections, slow
 * clients and posts across actors. Prints one line of JSON with what was sent and found; exit code 1 when something was found, or when
 * faults that are planted for the purpose are not.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, url: { type: 'string' } },
})
const minutes = Number(values.minutes ?? 5)
const seed = Number(values.seed ?? 1)
if (!(minutes > 0 && minutes <= 120)) throw new Error('--minutes must lie between 0 and 120')
if (values.url && !isLoopbackHost(new URL(values.url).host)) throw new Error('--url must be an address of this machine')

type Own = { address: string; child: ChildProcess; folder: string }
async function ownProgram(): Promise<Own> {
  const folder = mkdtempSync('/tmp/dinh-attack-')
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    DATA_DIR: folder,
    PORT: '0',
    MAX_FILE_MB: '8',
    DEMONSTRATION_PAPERS: 'no',
    LOG_LEVEL: 'error',
  }
  const command = ['--max-old-space-size=448', '--max-semi-space-size=8', `${PROJECT}src/start.ts`]
  const child = spawn(process.execPath, command, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const ready = /Đình is ready at (\S+)/.exec(out)?.[1]
      if (ready) resolve(ready)
    })
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)))
  })
  return { address, child, folder }
}

/** What the program tells of itself: megabytes it holds, and since when it runs; zero where it does not tell. */
async function figures(of: string) {
  const text = await fetch(`${of}/metrics`).then(
    (answer) => (answer.ok ? answer.text() : ''),
    () => '',
  )
  const figure = (name: string) => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1] ?? 0)
  return {
    megabytes: Math.round(figure('process_resident_memory_bytes') / 1_048_576),
    since: figure('process_start_time_seconds'),
  }
}

const own = values.url ? undefined : await ownProgram()
const address = values.url ?? own!.address
let ended = false
own?.child.once('exit', () => (ended = true))
try {
  const { askers, world } = await prepared(address, seed)
  const token = await tokenBy(
    address,
    askers.find((each) => each.name === 'quantri')!,
  )
  const before = await figures(address)
  const until = Date.now() + minutes * 60_000
  const { faults, ...counts } = await attack({
    address,
    askers,
    world,
    ...(token ? { token } : {}),
    until: () => ended || Date.now() > until,
  })
  if (!ended) faults.push(...(await crossed(address, askers)))
  if (ended) faults.push({ kind: 'program', who: 'nobody', what: 'the last shots', why: 'the program ended' })
  const after = await figures(address)
  if (!ended && after.since !== before.since)
    faults.push({ kind: 'program', who: 'nobody', what: 'some shot', why: 'the program ended and was started again' })
  const health = ended ? 0 : (await fetch(`${address}/api/health`)).status
  const control = await plantedFaults(seed)
  const memory = { before: before.megabytes, after: after.megabytes }
  const summary = {
    minutes,
    seed,
    ...counts,
    health,
    memory,
    found: faults.length,
    faults: faults.slice(0, 20),
    control: control.faults.length,
  }
  process.stdout.write(`${JSON.stringify(summary)}\n`)
  process.exitCode = faults.length === 0 && health === 200 && control.faults.length > 0 ? 0 : 1
} finally {
  if (own) {
    const gone = new Promise((resolve) => (ended ? resolve(0) : own.child.once('exit', resolve)))
    own.child.kill('SIGTERM')
    await gone
    rmSync(own.folder, { recursive: true, force: true })
  }
}
