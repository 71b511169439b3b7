import { gzipSync } from 'node:zlib'
import type { Chance } from './chance.ts'
import type { Sending } from './connection.ts'
import { HOSTILE_ENCODED, HOSTILE_JSON, PROTOTYPE_KEYS } from './hostile-values.ts'
import { addressPattern, filled, type Place } from './places.ts'

/** One attack: what is sent, by whom it does not say. */
export type Shot = {
  kind: string
  method: 'GET' | 'POST' | 'PUT'
  path: string
  type?: string
  body?: readonly (string | Buffer)[]
  headers?: readonly string[]
  sending?: Sending
  /** Said instead of the length of the body; `chunked` says none. */
  length?: number | 'chunked'
}

export type Operation = { method: 'GET' | 'POST' | 'PUT'; path: string; body: Record<string, unknown> | undefined }
export type World = {
  chance: Chance
  places: readonly Place[]
  addresses: readonly string[]
  operations: readonly Operation[]
}

const FORM = 'application/x-www-form-urlencoded'
const PARTS = 'multipart/form-data; boundary=x'
const value = ({ chance }: World) => chance.one(HOSTILE_ENCODED)

/** An address of a place: half of the time a real one that pages lead to, else with hostile names. */
function addressOf(world: World, place: Place): string {
  const pattern = addressPattern(place)
  const real = world.addresses.filter((each) => pattern.test(each.split('?')[0]!))
  if (real.length > 0 && world.chance.below(2) === 0) return world.chance.one(real).split('?')[0]!
  return filled(place, () => value(world).slice(0, 200))
}

const QUERY = [
  'q',
  'trang',
  'after',
  'sau',
  'xong',
  'da',
  'loi',
  'loai',
  'noi',
  'co-quan',
  'nam',
  'tu',
  'den',
  'khoa',
  'tai-khoan',
  'thu-tuc',
  'tiep',
]
const query = (world: World, names: readonly string[]) =>
  Array.from({ length: world.chance.below(4) }, () => `${world.chance.one([...QUERY, ...names])}=${value(world)}`).join(
    '&',
  )

export function routeShot(world: World): Shot {
  const place = world.chance.one(world.places)
  const data = world.chance.below(6) === 0 ? '/__data.json' : ''
  return { kind: 'routes', method: 'GET', path: `${addressOf(world, place)}${data}?${query(world, place.fields)}` }
}

const posted = (world: World) => {
  const place = world.chance.one(world.places.filter((each) => each.acts.length > 0 || each.posts))
  const act = place.acts.length > 0 ? world.chance.one(place.acts) : ''
  return { place, path: `${addressOf(world, place)}${act && act !== 'default' ? `?/${act}` : ''}` }
}

export function formShot(world: World): Shot {
  const { place, path } = posted(world)
  const fields = place.fields.filter(() => world.chance.below(4) > 0).map((name) => `${name}=${value(world)}`)
  return { kind: 'forms', method: 'POST', path, type: FORM, body: [fields.join('&')] }
}

export function prototypeShot(world: World): Shot {
  const { place, path } = posted(world)
  const key = () => world.chance.one(PROTOTYPE_KEYS)
  const fields = [...place.fields, key(), key()].map((name) => `${name}=${world.chance.below(2) ? key() : '1'}`)
  return {
    kind: 'prototype keys',
    method: 'POST',
    path,
    type: FORM,
    body: [[...fields, `them-dong=${key()}`].join('&')],
  }
}

const head = (name: string, file?: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n`
const FILES = [
  ...['', 'hello', '%PDF-1.7\n%%EOF', '<svg/>', 'MZ\u0000', '\u0000'.repeat(3000), 'a,b\n"c', '{"a":'],
  ...[Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), gzipSync('a'.repeat(100_000)), Buffer.alloc(300_000, 'a')],
]

export function uploadShot(world: World): Shot {
  const { path } = posted(world)
  const file = world.chance.one(FILES)
  const ends: (readonly (string | Buffer)[])[] = [
    ...[
      [head('tep', 'a.pdf'), file],
      [head('tep', 'a.pdf'), file, '\r\n--x--\r\n'],
      [head('tep', ''), '\r\n--x--\r\n'],
    ],
    ...[
      [head('tep', 'a'), file, `\r\n${head('tep', 'b')}`, file, '\r\n--x--\r\n'],
      ['--x\r\nContent-Dis'],
      ['--x--\r\n'],
      [],
    ],
    ...[
      [head('__proto__', '../../a\u0000.pdf'), file, '\r\n--x--'],
      ['--x\r\n\r\nhello\r\n--x--\r\n'],
      [head('tep'), file, '\r\n--x--\r\n'],
    ],
  ]
  const type = world.chance.one([
    PARTS,
    PARTS,
    PARTS,
    PARTS,
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/mixed; boundary=x',
  ])
  return { kind: 'malformed uploads', method: 'POST', path, type, body: world.chance.one(ends) }
}

export function floodShot(world: World): Shot {
  const { path } = posted(world)
  const kinds: [string, string][] = [
    [FORM, 'a&'.repeat(450_000)],
    [FORM, 'a=b&'.repeat(250_000)],
    [FORM, '&'.repeat(900_000)],
    [FORM, `a=${'%41'.repeat(300_000)}`],
    [PARTS, `${head('a')}b\r\n`.repeat(9_000)],
    [PARTS, `${head('a', '')}\r\n`.repeat(9_000)],
    [PARTS, `--x\r\n${'a: b\r\n'.repeat(100_000)}`],
    [PARTS, '\r\n--x'.repeat(100_000)],
  ]
  const [type, body] = world.chance.one(kinds)
  return { kind: 'part floods', method: 'POST', path, type, body: [body] }
}

export function cutShot(world: World): Shot {
  const { path } = posted(world)
  const sending = { cutAfterMs: 20 + world.chance.below(200) }
  const body = [head('tep', 'a.pdf'), Buffer.alloc(200_000, 'a')]
  return { kind: 'cut connections', method: 'POST', path, type: PARTS, body, length: 900_000, sending }
}

export function slowShot(world: World): Shot {
  const { path } = posted(world)
  const body = Array.from({ length: 15 }, () => 'a=b&')
  return { kind: 'slow clients', method: 'POST', path, type: FORM, body, sending: { pauseMs: 100, most: 60_000 } }
}

/** Values in place of those an operation wants, one or two of them hostile. */
function mangled(world: World, body: Record<string, unknown>): unknown {
  const { chance } = world
  if (chance.below(8) === 0) return chance.one(HOSTILE_JSON)
  const copy: Record<string, unknown> = { ...body }
  for (const name of Object.keys(copy)) if (chance.below(3) === 0) copy[name] = chance.one(HOSTILE_JSON)
  return copy
}

export function apiShot(world: World): Shot {
  const { method, path, body } = world.chance.one(world.operations)
  const codes = world.addresses.flatMap((each) => /[\d.]+\.H25-\d{6}-\d{4}/.exec(each)?.[0] ?? [])
  const name = () =>
    codes.length > 0 && world.chance.below(2) === 0 ? world.chance.one(codes) : value(world).slice(0, 200)
  const address = path.replace(/\{[^}]+\}/g, name)
  const headers = [`Idempotency-Key: ${world.chance.one(['k', 'a'.repeat(300), `k-${world.chance.below(1e6)}`])}`]
  const shot = { kind: 'api operations', method, path: `${address}?${query(world, ['limit', 'after'])}`, headers }
  if (!body) return method === 'GET' ? shot : { ...shot, body: [world.chance.one(FILES)], length: 'chunked' }
  const text = JSON.stringify(mangled(world, body))
  const sent = world.chance.one([
    text,
    text,
    text,
    text.slice(0, -3),
    '['.repeat(50_000),
    '{"a":"\\u0000"}',
    '{"__proto__":{"a":1}}',
  ])
  return {
    ...shot,
    type: 'application/json',
    body: [sent],
    ...(world.chance.below(4) === 0 ? { length: 'chunked' as const } : {}),
  }
}

export const SHOTS = [routeShot, formShot, apiShot, uploadShot, prototypeShot, floodShot, cutShot, slowShot] as const
