import { connect, type Socket } from 'node:net'

export type Answered = { status: number; headers: string; body: string; ms: number; late: boolean }
export type Sending = { most?: number; cutAfterMs?: number; pauseMs?: number }

const said = (bytes: Buffer) => bytes.toString('utf8')
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function pour(socket: Socket, pieces: readonly (string | Buffer)[], pauseMs: number) {
  for (const piece of pieces) {
    if (!socket.writable) return
    if (!socket.write(piece))
      await new Promise<void>((resolve) => socket.once('drain', () => resolve()).once('close', () => resolve()))
    if (pauseMs > 0) await wait(pauseMs)
  }
}

/**
 * What a connection is answered when these bytes are sent as they are; status 0 when it is closed without an answer, `late` when nothing came
 * within the time. `cutAfterMs` ends the connection from this side.
 */
export function sendRaw(
  address: string,
  pieces: readonly (string | Buffer)[],
  { most = 60_000, cutAfterMs, pauseMs = 0 }: Sending = {},
): Promise<Answered> {
  const { hostname, port } = new URL(address)
  const began = performance.now()
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    let late = false
    const done = () => {
      clearTimeout(patience)
      clearTimeout(scissors)
      socket.destroy()
      const whole = Buffer.concat(chunks)
      const at = whole.indexOf('\r\n\r\n')
      const headers = said(at < 0 ? whole : whole.subarray(0, at))
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(headers)?.[1] ?? 0)
      resolve({
        status,
        headers,
        body: at < 0 ? '' : said(whole.subarray(at + 4)),
        ms: performance.now() - began,
        late,
      })
    }
    const patience = setTimeout(() => {
      late = chunks.length === 0
      done()
    }, most)
    const scissors = cutAfterMs === undefined ? undefined : setTimeout(done, cutAfterMs)
    socket.on('data', (chunk) => void chunks.push(chunk))
    socket.on('close', done).on('error', () => undefined)
    socket.on('connect', () => void pour(socket, pieces, pauseMs))
  })
}
