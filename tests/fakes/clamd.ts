import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What the EICAR institute gives to try scanners with, in two parts so that this file is none. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

export type FakeClamd = {
  address: string
  /** Bytes of each file it was sent. */
  seen: Buffer[]
  /** How it behaves: as clamd does, silent, or with a limit that every stream passes. */
  mood: 'well' | 'silent' | 'limit'
  stop: () => Promise<void>
}

/** Takes what belongs to one INSTREAM out of the bytes so far; undefined while more must come. */
function streamOf(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    if (length === 0) return Buffer.concat(parts)
    if (at + 4 + length > bytes.length) return undefined
    parts.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

/** A scanner that speaks clamd's protocol (commands with z, INSTREAM by parts with their length, answers ended by NUL) and knows EICAR. */
export async function startFakeClamd(port = 0): Promise<FakeClamd> {
  const sockets = new Set<Socket>()
  const fake: FakeClamd = { address: '', seen: [], mood: 'well', stop: () => Promise.resolve() }
  const answer = (socket: Socket, all: Buffer) => {
    const end = all.indexOf(0)
    if (end < 0 || fake.mood === 'silent') return
    const command = all.subarray(0, end).toString()
    if (command === 'zPING') return void socket.end('PONG\0')
    if (command === 'zVERSION') return void socket.end('ClamAV 1.4.2/27500/Mon Nov 30 08:00:00 2026\0')
    if (command !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0')
    if (fake.mood === 'limit') return void socket.end('INSTREAM size limit exceeded. ERROR\0')
    const stream = streamOf(all.subarray(end + 1))
    if (!stream) return
    fake.seen.push(stream)
    socket.end(stream.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
  }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    let all: Buffer = Buffer.alloc(0)
    let done = false
    socket.on('data', (part) => {
      all = Buffer.concat([all, part])
      if (done) return
      answer(socket, all)
      done = socket.writableEnded
    })
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  fake.address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.stop = () =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  return fake
}
