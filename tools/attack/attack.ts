import { type Asker, lookAround, openForm, signIn } from './actors.ts'
import { Chance } from './chance.ts'
import { type Answered, sendRaw } from './connection.ts'
import { operationsOf } from './operations.ts'
import { placesOfTree } from './places.ts'
import { SHOTS, type Shot, type World } from './shots.ts'

export type Fault = { kind: string; who: string; what: string; why: string }
export type Counts = {
  shots: number
  byKind: Record<string, number>
  byStatus: Record<string, number>
  faults: Fault[]
  slowestMs: number
}

/** Nobody, citizens, and officials of each sort. */
export const ASKERS = [
  'congdan',
  'congdan2',
  'motcua.liemphong',
  'tuphap.phuly',
  'vanthu.liemphong',
  'chutich.liemphong',
  'quantri',
]

/** Forms that a citizen has open: birth, a building permit. */
const DRAFTED = ['1.001193', '1.009994']

/** The bytes of a shot, by somebody. */
export function bytesOf(shot: Shot, address: string, cookie: string, token?: string): (string | Buffer)[] {
  const { host, origin } = new URL(address)
  const body = shot.body ?? []
  const isChunked = shot.length === 'chunked'
  const length =
    typeof shot.length === 'number' ? shot.length : body.reduce((sum, each) => sum + Buffer.byteLength(each), 0)
  const head = [
    // Letters that no request line may hold would end at Node's parser: they are sent encoded.
    `${shot.method} ${shot.path.replace(/[^\x21-\x7e]/g, encodeURIComponent)} HTTP/1.1`,
    ...[`Host: ${host}`, `Origin: ${origin}`, 'Connection: close', 'Accept: text/html'],
    ...(token ? [`Authorization: Bearer ${token}`] : cookie ? [`Cookie: ${cookie}`] : []),
    ...(shot.type ? [`Content-Type: ${shot.type}`] : []),
    ...(shot.headers ?? []),
    ...(shot.method === 'GET' ? [] : [isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`]),
  ]
  const chunk = (each: string | Buffer) =>
    Buffer.byteLength(each) === 0 ? [] : [`${Buffer.byteLength(each).toString(16)}\r\n`, each, '\r\n']
  const sent = shot.method === 'GET' ? [] : isChunked ? [...body.flatMap(chunk), '0\r\n\r\n'] : body
  return [`${head.join('\r\n')}\r\n\r\n`, ...sent]
}

/** Why an answer is a fault: a defect, no answer, or an answer that shows the program's inside. */
export function faultOf(shot: Shot, answer: Answered): string | undefined {
  if (shot.sending?.cutAfterMs !== undefined) return undefined
  if (answer.late) return 'no answer'
  if (answer.status === 0) return 'the connection was closed without an answer'
  if (answer.status === 503 && /retry-after/i.test(answer.headers)) return undefined
  if (answer.status >= 500) return `status ${answer.status}`
  if (/\n\s+at \S+ \(?(file:|node:)/.test(answer.body)) return 'a stack trace'
  return undefined
}

/** Who attacks, and the world as they see it. */
export async function prepared(address: string, seed: number, pages = 25): Promise<{ askers: Asker[]; world: World }> {
  const askers: Asker[] = [{ name: 'nobody', cookie: '', addresses: [] }]
  for (const login of ASKERS) askers.push(await signIn(address, login))
  const citizen = askers.find((each) => each.name === 'congdan')!
  for (const procedure of DRAFTED) await openForm(address, citizen, procedure)
  for (const asker of askers) await lookAround(address, asker, pages)
  const description: unknown = await (await fetch(`${address}/api/openapi.json`)).json()
  const addresses = [...new Set(askers.flatMap((each) => each.addresses))]
  return {
    askers,
    world: { chance: new Chance(seed), places: placesOfTree(), addresses, operations: operationsOf(description) },
  }
}

type Command = {
  address: string
  askers: readonly Asker[]
  world: World
  token?: string
  until: () => boolean
  atOnce?: number
}

/** Attacks until it is told to stop, several at once, each shot by somebody else; gives counts, and what was found with how to do it again. */
export async function attack({ address, askers, world, token, until, atOnce = 4 }: Command): Promise<Counts> {
  const counts: Counts = { shots: 0, byKind: {}, byStatus: {}, faults: [], slowestMs: 0 }
  const lane = async () => {
    while (!until()) {
      const shot = world.chance.one(SHOTS)(world)
      const asker = world.chance.one(askers)
      const answer = await sendRaw(
        address,
        bytesOf(shot, address, asker.cookie, shot.kind.startsWith('api') ? token : undefined),
        {
          most: 60_000,
          ...shot.sending,
        },
      )
      counts.shots += 1
      counts.byKind[shot.kind] = (counts.byKind[shot.kind] ?? 0) + 1
      counts.byStatus[answer.status] = (counts.byStatus[answer.status] ?? 0) + 1
      if (!shot.sending) counts.slowestMs = Math.max(counts.slowestMs, Math.round(answer.ms))
      const why = faultOf(shot, answer)
      const what = `${shot.method} ${shot.path} ${shot.type ?? ''} ${String(shot.body?.[0] ?? '').slice(0, 400)}`
      if (why) counts.faults.push({ kind: shot.kind, who: asker.name, what, why })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return counts
}

/** Drafts of one citizen, asked for and written to by others: gives those that were answered as if they were theirs. */
export async function crossed(address: string, askers: readonly Asker[]): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const owner of askers)
    for (const path of owner.addresses.filter((each) => /^\/ho-so\/(nhap\/)?[^/?]+/.test(each)).slice(0, 12))
      for (const other of askers.filter((each) => each.name.startsWith('congdan') && each !== owner)) {
        if (other.addresses.includes(path) || /\/ho-so\/tra-cuu/.test(path)) continue
        const shot: Shot = { kind: 'cross-actor', method: 'GET', path }
        const { status } = await sendRaw(address, bytesOf(shot, address, other.cookie))
        const post: Shot = { ...shot, method: 'POST', type: 'application/x-www-form-urlencoded', body: ['a=b'] }
        const posted = await sendRaw(address, bytesOf(post, address, other.cookie))
        if (status === 200 || posted.status === 200 || posted.status >= 500)
          faults.push({ kind: 'cross-actor', who: other.name, what: path, why: `${status}, ${posted.status}` })
      }
  return faults
}
