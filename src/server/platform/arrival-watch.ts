import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { plain } from './trusted-headers.ts'

/** What a slow line in a mountain commune still gives: a photograph of 3 MB may take three minutes and a half. Bytes a second. */
const FLOOR = 16_384
/** Seconds before the floor is asked of a body, and within which the rest of one must come that is answered already. */
const GRACE = 20
const MOST_CONNECTIONS = 4_000

type Body = { response: ServerResponse; from: number; seconds: number; afterAnswer: number }

/** Whether a body comes so slowly that it only holds a place: each second beyond the first twenty wants its bytes. */
export const isTooSlow = ({ seconds, bytes }: { seconds: number; bytes: number }) => seconds > GRACE + bytes / FLOOR

export const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Whoever wants the connection closed after the answer gets it closed when the body is here too: closed before, the rest of the body would
 * make the system take the answer away again.
 */
function closeAfterBody(request: IncomingMessage, response: ServerResponse) {
  response.shouldKeepAlive = true
  let left = 2
  const close = () => {
    left -= 1
    if (left === 0) request.socket.end()
  }
  request.once('end', close)
  response.once('finish', close)
}

/**
 * Bodies on their way, counted on the socket whatever they say of their length: one that comes slower than the floor, or holds more than any
 * route takes, loses its connection. While the program itself does not read on, no time runs against the sender.
 */
export class ArrivalWatch {
  readonly #bodies = new Map<IncomingMessage, Body>()
  readonly #most: number
  readonly #timer: NodeJS.Timeout

  constructor(most: number) {
    this.#most = most
    this.#timer = setInterval(() => this.#look(), 1000).unref()
  }

  add(request: IncomingMessage, response: ServerResponse) {
    this.#bodies.set(request, { response, from: request.socket.bytesRead, seconds: 0, afterAnswer: 0 })
    const gone = () => this.#bodies.delete(request)
    request.once('end', gone).once('close', gone)
    if (!response.shouldKeepAlive) closeAfterBody(request, response)
  }

  end() {
    clearInterval(this.#timer)
  }

  #look() {
    for (const [request, body] of this.#bodies) {
      const bytes = request.socket.bytesRead - body.from
      if (body.response.writableFinished) body.afterAnswer += 1
      else if (!request.isPaused()) body.seconds += 1
      if (bytes > this.#most + FLOOR || body.afterAnswer > GRACE || isTooSlow({ seconds: body.seconds, bytes }))
        request.socket.destroy()
    }
  }
}

/**
 * Bounds what connections may hold: a number in all, of which one address that is no proxy of ours takes half at most; headers within twenty
 * seconds; silence of three minutes. Idle ones go first when places run short.
 */
export function boundConnections(server: Server, isTrusted: (address: string) => boolean) {
  server.maxConnections = MOST_CONNECTIONS
  server.setTimeout(180_000)
  const open = new Map<string, number>()
  let all = 0
  server.on('connection', (socket: Socket) => {
    const address = plain(socket.remoteAddress ?? '')
    const here = (open.get(address) ?? 0) + 1
    if (here > MOST_CONNECTIONS / 2 && !isTrusted(address)) return void socket.destroy()
    open.set(address, here)
    all += 1
    if (all > MOST_CONNECTIONS * 0.9) server.closeIdleConnections()
    socket.once('close', () => {
      all -= 1
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
}
