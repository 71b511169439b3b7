import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { parseArgs } from 'node:util'
import { signIn } from '#server/accounts/index.ts'
import { grantsOfPost, loadPosts, queuesOf } from '#server/directory/index.ts'
import { fileDossier, type FileDossier, takeStep } from '#server/dossiers/index.ts'
import { type Actor, anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { storeFile } from '#server/platform/files.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { stepOf } from '#server/procedures/index.ts'
import { getVersion } from '#server/procedures/index.ts'
import { chanceOf } from '../seeds/dossiers/chance.ts'
import { loadWorld } from '../seeds/dossiers/world.ts'
import { databasePids, type Line, measureRuns } from './bench/measure.ts'
import { findBusiestPost, listBenchCodes, listBenchSteps } from './bench/queries.ts'

/**
 * `npm run bench -- --json <file>`: six operations on the data that is there (generate first). Acts run in this program with rights,
 * validation and audit on; pages are asked of a program started for the purpose, over HTTP. CPU is that of program and database.
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

const citizen: Actor = {
  kind: 'citizen',
  id: '00000000-0000-7000-8000-000000000001',
  name: 'Người thử tải',
  grants: new Map(),
  queues: [],
}

/** Sends forms of every procedure that can be filed online, each with a new attachment of 120 KB. */
async function submitting(house: House) {
  const world = await loadWorld(house.db, new Date(), chanceOf(9), 40)
  const cases = world.cases.filter((each) => each.version.content.channels.includes('online'))
  return async (turn: number) => {
    const now = new Date()
    const { version, answers, place } = cases[turn % cases.length]!
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(120_000)])
    const file = await storeFile(house.db, house.settings.dataDir, [bytes] as unknown as AsyncIterable<Uint8Array>, {
      now,
      maxBytes: 1_000_000,
    })
    const document = {
      documentKey: 'giay-to',
      documentName: 'Giấy tờ',
      sha256: file.sha256,
      fileName: 'giay-to.pdf',
      mediaType: file.mediaType,
      sizeBytes: file.size,
    }
    const command: FileDossier = {
      ...{
        procedureVersionId: version.id,
        receivingId: place.receivingId,
        channel: 'online',
        filedHow: 'alone',
        answers,
        documents: [document],
      },
      ...{
        owner: { kind: 'person', name: 'Người Thử Tải' },
        filer: { name: 'Người Thử Tải' },
        sets: 1,
        returnBy: 'collect',
        returnAddress: null,
      },
    }
    await fileDossier({ db: house.db, actor: citizen, now, origin: { requestId: 'bench' } }, command)
  }
}

async function officialsOf(db: Db) {
  const on = vietnamDate(new Date())
  const posts = await loadPosts(db, on)
  const known = new Map<string, Actor>()
  return async (queue: string, postId: string | null): Promise<Actor | undefined> => {
    const post = postId ? posts.all.get(postId) : posts.serving(queue)[0]
    if (!post) return undefined
    const before = known.get(post.id)
    if (before) return before
    const actor: Actor = {
      ...{
        kind: 'official',
        id: `bench ${post.id}`,
        name: post.title,
        postId: post.id,
        organisationId: post.organisationId,
      },
      grants: await grantsOfPost(db, post.id, on),
      queues: queuesOf(post),
    }
    known.set(post.id, actor)
    return actor
  }
}

/** Takes one step of a dossier that waits, each by an official of its holder. */
async function stepping(house: House) {
  const waiting = await listBenchSteps(house.db, 200_000)
  const officialOf = await officialsOf(house.db)
  let at = 0
  return async () => {
    for (;;) {
      const line = waiting[at++]
      if (!line) return false
      const actor = await officialOf(line.queue, line.postId)
      const { content } = await getVersion(house.db, line.versionId)
      const act = stepOf(content, line.stepKey).acts[0]
      if (!actor || !act) continue
      const call: Call = { db: house.db, actor, now: new Date(), origin: { requestId: 'bench' } }
      await takeStep(call, { dossierId: line.dossierId, act: act.key, remark: 'Theo hồ sơ', clause: 'Điều 1' })
      return true
    }
  }
}

const ask = (port: number, path: string, headers: Record<string, string> = {}) =>
  new Promise<void>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${response.statusCode}`)),
      )
      response.on('error', reject)
    })
      .on('error', reject)
      .end()
  })
const { Agent } = await import('node:http')
const agent = new Agent({ keepAlive: true, maxSockets: 32 })

async function startWeb(): Promise<{ pid: number; port: number; close: () => Promise<void> }> {
  const port = 3900 + Math.floor(Math.random() * 90)
  const child = spawn(process.execPath, ['--max-old-space-size=256', '--max-semi-space-size=8', 'src/web.ts'], {
    cwd: PROJECT,
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'error' },
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
try {
  const own = () => [process.pid, ...databasePids()]
  lines.push(await measure('submit', 8, own, await submitting(house)))
  lines.push(await measure('step', 8, own, await stepping(house)))
  const web = await startWeb()
  const remote = () => [web.pid, ...databasePids()]
  const session = await findBusiestPost(house.db)
  const { token } = await signIn(
    {
      db: house.db,
      actor: anonymousActor,
      now: new Date(),
      origin: { requestId: 'bench', ip: randomBytes(4).join('.') },
    },
    { name: session.login, password: session.password, demonstration: true },
  )
  const cookie = `__Host-dinh=${token}`
  lines.push(await measure('inbox', 16, remote, () => ask(web.port, '/viec', { cookie })))
  const codes = await listBenchCodes(house.db, 20_000)
  lines.push(
    await measure('look-up', 16, remote, (turn) => ask(web.port, `/tra-cuu/${codes[(turn * 7919) % codes.length]!}`)),
  )
  const phrases = [
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
  lines.push(
    await measure('procedure search', 16, remote, (turn) =>
      ask(web.port, `/thu-tuc?q=${encodeURIComponent(`${phrases[turn % phrases.length]!} ${turn % 9973}`)}`),
    ),
  )
  lines.push(
    await measure('procedure page', 32, remote, () =>
      ask(web.port, '/thu-tuc/1.001193', { 'accept-encoding': 'gzip' }),
    ),
  )
  process.stderr.write(
    `resident memory of the program: ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${web.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)} MB\n`,
  )
  await web.close()
} finally {
  agent.destroy()
  await house.close()
}
const json = `${JSON.stringify(lines, null, 2)}\n`
if (values.json) writeFileSync(values.json, json)
else process.stdout.write(json)
