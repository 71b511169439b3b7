import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A page may say `x-dinh-cache: <what it shows>`: to somebody without a session it is the same for everyone for a short while. */
export const CACHE_HEADER = 'x-dinh-cache'
/** Any cookie of this name, however it is written: what the program may read as a session is none to the cache. */
const SESSION = '__Host-dinh'
const MOST_BYTES = 24 * 1_048_576
const LIFE = 15_000

type Kept = { headers: OutgoingHttpHeaders; plain: Buffer; br: Buffer; gzip: Buffer; until: number; bytes: number }

/** Pages for anonymous visitors, compressed once and kept in memory for fifteen seconds; the oldest go first. */
export class PageCache {
  readonly #kept = new Map<string, Kept>()
  #bytes = 0

  /** Answers from memory; false when the page must be made. */
  answer(request: IncomingMessage, response: ServerResponse, now = Date.now()): boolean {
    if (!isAnonymousGet(request)) return false
    const kept = this.#kept.get(keyOf(request))
    if (!kept || kept.until <= now) return false
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'plain'
    const body = kept[encoding]
    const coding = encoding === 'plain' ? {} : { 'content-encoding': encoding }
    response.writeHead(200, { ...kept.headers, ...coding, 'content-length': body.length })
    response.end(request.method === 'HEAD' ? undefined : body)
    return true
  }

  /** Lets a page through, hides the header from the client, and keeps what may be kept. */
  watch(request: IncomingMessage, response: ServerResponse) {
    const mayKeep = isAnonymousGet(request) && request.method === 'GET'
    const chunks: Buffer[] = []
    let keep: OutgoingHttpHeaders | undefined
    const { writeHead, write, end } = response
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      const headers = rest.find(
        (each): each is OutgoingHttpHeaders => typeof each === 'object' && each !== null && !Array.isArray(each),
      )
      const all: OutgoingHttpHeaders = { ...response.getHeaders(), ...headers }
      if (all[CACHE_HEADER] !== undefined) {
        if (headers) delete headers[CACHE_HEADER]
        response.removeHeader(CACHE_HEADER)
        const { [CACHE_HEADER]: _, 'content-length': __, 'x-request-id': ___, ...shown } = all
        if (
          mayKeep &&
          status === 200 &&
          !all['set-cookie'] &&
          !/no-store|private/i.test(String(all['cache-control'] ?? '')) &&
          !/nonce-/.test(String(all['content-security-policy'] ?? ''))
        )
          keep = shown
      }
      return writeHead.call(response, status, ...(rest as []))
    }) as typeof writeHead
    const take = (chunk: unknown) => {
      if (keep && chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Uint8Array))
    }
    response.write = ((chunk: unknown, ...rest: unknown[]) => {
      take(chunk)
      return (write as (...all: unknown[]) => boolean).call(response, chunk, ...rest)
    }) as typeof write
    response.end = ((chunk: unknown, ...rest: unknown[]) => {
      take(chunk)
      if (keep) this.#keep(keyOf(request), keep, Buffer.concat(chunks))
      return (end as (...all: unknown[]) => ServerResponse).call(response, chunk, ...rest)
    }) as typeof end
  }

  #keep(key: string, headers: OutgoingHttpHeaders, plain: Buffer) {
    const br = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    const gzip = gzipSync(plain, { level: 4 })
    const bytes = plain.length + br.length + gzip.length
    this.#drop(key)
    this.#kept.set(key, {
      headers: { ...headers, vary: 'accept-encoding', 'cache-control': 'public, max-age=15' },
      plain,
      br,
      gzip,
      until: Date.now() + LIFE,
      bytes,
    })
    this.#bytes += bytes
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= MOST_BYTES) break
      this.#drop(oldest)
    }
  }

  #drop(key: string) {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0
    this.#kept.delete(key)
  }
}

const keyOf = (request: IncomingMessage) => `${String(request.headers['x-dinh-host'] ?? '')}${request.url ?? '/'}`
const isAnonymousGet = ({ method, headers }: IncomingMessage) =>
  (method === 'GET' || method === 'HEAD') && !headers.authorization && !String(headers.cookie ?? '').includes(SESSION)
