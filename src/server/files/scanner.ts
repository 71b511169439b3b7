import { createReadStream } from 'node:fs'
import { connect, type Socket } from 'node:net'

/** What a scanner said of one file. */
export type Scanned = { state: 'clean' } | { state: 'infected'; words: string }

const ANSWER_MS = 30_000
const CONNECT_MS = 3000

/** A scanner's address: `host:port`, `[::1]:3310`, or the path of a socket. */
export function readScanner(setting: string): { path: string } | { host: string; port: number } | undefined {
  if (setting.startsWith('/')) return { path: setting }
  const found = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(setting)
  const port = Number(found?.[3])
  return found && port > 0 && port <= 65_535 ? { host: found[1] ?? found[2]!, port } : undefined
}

function opened(setting: string): Promise<Socket> {
  const place = readScanner(setting)
  if (!place) return Promise.reject(new Error('CLAMD is no address'))
  return new Promise((resolve, reject) => {
    const socket = connect(place)
    const late = setTimeout(() => socket.destroy(new Error('the scanner does not answer')), CONNECT_MS)
    socket.once('connect', () => {
      clearTimeout(late)
      resolve(socket)
    })
    socket.once('error', (error) => {
      clearTimeout(late)
      reject(error)
    })
  })
}

/** What the scanner says until it closes or ends its line with NUL; bounded in time and length. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = ''
    const late = setTimeout(() => socket.destroy(new Error('the scanner does not answer')), ANSWER_MS)
    const done = () => {
      clearTimeout(late)
      resolve(told.replace(/\0[\s\S]*$/, '').trim())
    }
    socket.on('data', (part) => {
      told += part.toString('utf8')
      if (told.includes('\0') || told.length > 4000) done()
    })
    socket.once('end', done)
    socket.once('error', (error) => {
      clearTimeout(late)
      reject(error)
    })
    socket.once('close', () => {
      clearTimeout(late)
      reject(new Error('the scanner closed the connection'))
    })
  })
}

const sent = (socket: Socket, bytes: Uint8Array) =>
  socket.write(bytes) ? undefined : new Promise((resolve) => void socket.once('drain', resolve).once('close', resolve))

const lengthOf = (size: number) => {
  const four = Buffer.alloc(4)
  four.writeUInt32BE(size)
  return four
}

/**
 * Has clamd look at a file by its INSTREAM protocol: parts with their length before them, an empty one at the end.
 * @throws Error when it is away, late, or does not say clearly that the file is clean or not (too long for its limit, for instance).
 */
export async function scanFile(setting: string, path: string): Promise<Scanned> {
  const socket = await opened(setting)
  const answer = answerOf(socket)
  answer.catch(() => {})
  try {
    await sent(socket, Buffer.from('zINSTREAM\0'))
    for await (const part of createReadStream(path, { highWaterMark: 65_536 }) as AsyncIterable<Buffer>) {
      if (socket.destroyed || !socket.writable) break
      await sent(socket, lengthOf(part.length))
      await sent(socket, part)
    }
    if (socket.writable) await sent(socket, lengthOf(0))
    const words = await answer
    if (/:\s*OK$/.test(words)) return { state: 'clean' }
    const found = /:\s*(.+?)\s+FOUND$/.exec(words)
    if (found) return { state: 'infected', words: found[1]!.slice(0, 200) }
    throw new Error(`the scanner said: ${words.slice(0, 200)}`)
  } finally {
    socket.destroy()
  }
}

/** The scanner's version and the day of its signatures. @throws Error when it is away. */
export async function scannerVersion(setting: string): Promise<string> {
  const socket = await opened(setting)
  try {
    const answer = answerOf(socket)
    answer.catch(() => {})
    await sent(socket, Buffer.from('zVERSION\0'))
    return (await answer).slice(0, 200)
  } finally {
    socket.destroy()
  }
}
