import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { BlockList, isIPv6 } from 'node:net'
import { PROJECT, type Settings } from './settings.ts'
import { errorFacts, log } from './log.ts'
import { PageCache } from './page-cache.ts'

type Pages = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void | Promise<void>

const plain = (address: string) => address.replace(/^::ffff:/, '')
const kind = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** Whether an address is one of the proxies in front of the program (TRUSTED_PROXIES). */
export function trusting(proxies: string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/')
    if (bits) list.addSubnet(address, Number(bits), kind(address))
    else list.addAddress(address, kind(address))
  }
  return (address) => list.check(plain(address), kind(plain(address)))
}

/**
 * Whether a request comes from this machine and nothing in it says that a proxy passed it on. A proxy may keep silent: what is shown to such
 * a request only must also ask that the program stands behind no address of its own (ORIGIN), see `opensMetrics`.
 */
const isDirect = (peer: string, headers: IncomingHttpHeaders) =>
  (peer === '::1' || peer.startsWith('127.')) &&
  LOOPBACK.test(headers.host ?? '') &&
  !Object.keys(headers).some((name) => /^(x-forwarded-.*|x-real-ip|x-client-ip|forwarded|via)$/.test(name))

/**
 * Puts what the program itself knows of the request in place of what the client claims: forwarded headers count only when they come
 * from a trusted proxy, and then only the last hop that the proxies did not write.
 */
export function setTrustedHeaders(
  request: IncomingMessage,
  origin: string | undefined,
  isTrusted: (address: string) => boolean,
) {
  const { headers } = request
  const peer = plain(request.socket.remoteAddress ?? '127.0.0.1')
  const direct = isDirect(peer, headers)
  const said = isTrusted(peer) ? headers : {}
  const hops = String(said['x-forwarded-for'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const client = hops.findLast((hop) => !isTrusted(hop)) ?? peer
  const proto = said['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  const host = String(said['x-forwarded-host'] ?? headers.host ?? 'localhost')
  for (const name of Object.keys(headers))
    if (name.startsWith('x-forwarded-') || name.startsWith('x-dinh-') || name === 'forwarded') delete headers[name]
  const at = origin ? new URL(origin) : undefined
  // A program at somebody's desk sends its multipart without an origin. No cookie is read on its path, so there is nothing to forge.
  if (isAgentPath(request.url)) {
    delete headers.cookie
    headers.origin = at ? at.origin : `${proto}://${host}`
  }
  headers['x-dinh-proto'] = at ? at.protocol.slice(0, -1) : proto
  headers['x-dinh-host'] = at ? at.host : host
  headers['x-dinh-client'] = client
  if (direct) headers['x-dinh-direct'] = 'yes'
}

/** Where the agent of a USB token fetches and sends a paper: the token in the path is the only key. */
const isAgentPath = (url: string | undefined) => (url ?? '').startsWith('/api/agent/')

const MB = 1_048_576

/** How many bytes a request to this path may carry: a page 1 MB, completion by photographs 30 MB, streamed uploads what a file may hold. */
export function mostBytes(path: string, maxFileBytes: number): number {
  if (path.endsWith('/dinh-kem') || path === '/api/files' || isAgentPath(path)) return maxFileBytes + MB
  return path.endsWith('/bo-sung') ? 30 * MB : MB
}

/** 411 for a body of unknown length, 413 for one that is too long, undefined when it may come in. */
export function bodyRefused(request: IncomingMessage, maxFileBytes: number): 411 | 413 | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding !== undefined) return 411
  const path = (request.url ?? '/').split('?')[0]!
  return Number(length ?? 0) > mostBytes(path, maxFileBytes) ? 413 : undefined
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/

/** Loads the built pages; their server reads these names once, at import. */
export async function loadPages(): Promise<Pages> {
  Object.assign(process.env, {
    PROTOCOL_HEADER: 'x-dinh-proto',
    HOST_HEADER: 'x-dinh-host',
    ADDRESS_HEADER: 'x-dinh-client',
    // Bodies are bounded below, by path.
    BODY_SIZE_LIMIT: 'Infinity',
  })
  const { handler } = (await import(`${PROJECT}build/handler.js`)) as { handler: Pages }
  return handler
}

export type WebServer = { address: string; close: () => Promise<void> }

/**
 * Listens. Without ORIGIN only loopback names and the configured host are answered, so that no foreign name can be pointed here.
 * `close` stops accepting and waits until what is in flight is answered, four seconds at most.
 */
export async function listenHttp(settings: Settings, pages: Pages): Promise<WebServer> {
  const isTrusted = trusting(settings.trustedProxies)
  const cache = new PageCache()
  const openHost = settings.origin !== undefined || !LOOPBACK.test(settings.host)
  const server: Server = createServer({ headersTimeout: 20_000, requestTimeout: 600_000 }, (request, response) => {
    if (!openHost && settings.trustedProxies.length === 0 && !LOOPBACK.test(request.headers.host ?? '')) {
      response.writeHead(421).end('Misdirected Request')
      return
    }
    const refused = bodyRefused(request, settings.maxFileBytes)
    if (refused) {
      const words = refused === 413 ? 'Tệp hoặc bản khai lớn hơn mức cho phép.' : 'Yêu cầu phải ghi độ dài.'
      response.writeHead(refused, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(words)
      return
    }
    setTrustedHeaders(request, settings.origin, isTrusted)
    if (cache.answer(request, response)) return
    cache.watch(request, response)
    Promise.resolve(pages(request, response, () => response.writeHead(404).end())).catch((error: unknown) => {
      log('error', 'request failed', errorFacts(error))
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${settings.port} is taken. Set PORT to another one.`) : error,
      ),
    )
    server.listen(settings.port, settings.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host
  const address = settings.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const close = () =>
    new Promise<void>((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), 4000)
      server.close(() => {
        clearTimeout(late)
        resolve()
      })
      server.closeIdleConnections()
    })
  return { address, close }
}
