import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ArrivalWatch, boundConnections, hasBody } from './arrival-watch.ts'
import { AWAY_WORDS, isDatabaseAway } from './database-watch.ts'
import { answering } from './in-hand.ts'
import { errorFacts, log } from './log.ts'
import { titleOf } from './problem-title.ts'
import { PageCache } from './page-cache.ts'
import { PROJECT, type Settings } from './settings.ts'
import { isApiPath, isLoopbackHost, setTrustedHeaders, trusting } from './trusted-headers.ts'

type Pages = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void | Promise<void>
type Answer = { status: 400 | 403 | 413 | 421; words: string }

const MB = 1_048_576
/** Milliseconds within which the headers of a request must be here. */
const GRACE_OF_HEADERS = 20_000
const MUTATING = ['POST', 'PUT', 'PATCH', 'DELETE']

/**
 * What is answered before any page is asked: two hosts, a name that is not ours, a body longer than any route takes. What each route takes is
 * bound to it (`src/routes/body-limits.ts`) and counted as the body arrives.
 */
export function refusedAtTheDoor(request: IncomingMessage, settings: Settings): Answer | undefined {
  const { headers, rawHeaders, method = 'GET' } = request
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  if (hosts > 1) return { status: 400, words: 'Yêu cầu ghi hai tên máy chủ.' }
  const openHost = settings.origin !== undefined || !isLoopbackHost(settings.host) || settings.trustedProxies.length > 0
  if (!openHost && !isLoopbackHost(headers.host)) return { status: 421, words: 'Máy chủ này không mang tên ấy.' }
  const most = MUTATING.includes(method) ? settings.maxFileBytes + MB : MB
  if (Number(headers['content-length'] ?? 0) > most)
    return { status: 413, words: 'Tệp hoặc bản khai lớn hơn mức cho phép.' }
  return undefined
}

const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i

/** A form that was not sent from a page of this house. SvelteKit asks the same again, in English. */
export function refusedOrigin({ headers, method = 'GET' }: IncomingMessage): Answer | undefined {
  const type = headers['content-type']
  if (!MUTATING.includes(method) || (type !== undefined && !FORM.test(type))) return undefined
  if (headers.origin === `${String(headers['x-dinh-proto'])}://${String(headers['x-dinh-host'])}`) return undefined
  const words = 'Biểu mẫu này không gửi từ trang của cổng nên không được nhận. Ông/Bà mở lại trang rồi gửi từ đó.'
  return { status: 403, words }
}

function say(request: IncomingMessage, response: ServerResponse, { status, words }: Answer) {
  if (isApiPath(request.url)) {
    response.writeHead(status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.end(JSON.stringify({ type: 'about:blank', title: titleOf(status), status, detail: words }))
  } else response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(words)
  // What the sender still sends is read away for a while (`ArrivalWatch`), so that the answer is seen.
  request.resume()
}

/** Loads the built pages; their server reads these names once, at import. */
export async function loadPages(): Promise<Pages> {
  Object.assign(process.env, {
    PROTOCOL_HEADER: 'x-dinh-proto',
    HOST_HEADER: 'x-dinh-host',
    ADDRESS_HEADER: 'x-dinh-client',
    // Bodies are bounded by route, and counted as they arrive.
    BODY_SIZE_LIMIT: 'Infinity',
  })
  const { handler } = (await import(`${PROJECT}build/handler.js`)) as { handler: Pages }
  return handler
}

/** What is answered without the database: whether the program lives, and the files of the pages. */
const asksDatabase = (url: string) =>
  !/^\/(api\/health|_app\/|favicon|[\w-]+\.(css|js|svg|png|ico|woff2?|txt))/.test(url)

const AWAY_PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tạm dừng · Đình</title><body style="font:1.125rem/1.5 sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem"><h1>Tạm dừng trong chốc lát</h1><p>${AWAY_WORDS}</p>`

/** 503 with one sentence, while the database is not there. */
function answerAway(request: IncomingMessage, response: ServerResponse) {
  const isApi = isApiPath(request.url)
  const problem = {
    type: 'about:blank',
    title: titleOf(503),
    status: 503,
    code: 'api.database-away',
    detail: AWAY_WORDS,
  }
  const type = isApi ? 'application/problem+json; charset=utf-8' : 'text/html; charset=utf-8'
  const headers = { 'content-type': type, 'retry-after': '10', 'cache-control': 'no-store' }
  response.writeHead(503, { ...headers, 'x-content-type-options': 'nosniff' })
  response.end(isApi ? JSON.stringify(problem) : AWAY_PAGE)
  request.resume()
}

export type WebServer = { address: string; close: () => Promise<void> }

async function listening(server: Server, { port, host }: Settings): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken. Set PORT to another one.`) : error),
    )
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

/** Stops accepting and waits until what is in flight is answered, four seconds at most. */
const closing = (server: Server) =>
  new Promise<void>((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), 4000)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })

/**
 * Listens. Without ORIGIN only loopback names and the configured host are answered, so that no foreign name can be pointed here. With an
 * https ORIGIN every answer tells the browser to come by https alone from now on (HSTS, one year).
 */
export async function listenHttp(settings: Settings, pages: Pages): Promise<WebServer> {
  const isTrusted = trusting(settings.trustedProxies)
  const cache = new PageCache()
  const arrivals = new ArrivalWatch(settings.maxFileBytes + MB)
  const isHttps = settings.origin?.startsWith('https:') ?? false
  // Bodies are bounded by their rate (`ArrivalWatch`), not by a time for all of them.
  const times = { headersTimeout: GRACE_OF_HEADERS, requestTimeout: 0, connectionsCheckingInterval: 5_000 }
  const server = createServer(times, (request, response) => {
    if (hasBody(request)) arrivals.add(request, response)
    // Also files of the build, which no page answers.
    response.setHeader('x-content-type-options', 'nosniff')
    if (isHttps) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
    const refused = refusedAtTheDoor(request, settings)
    if (refused) return say(request, response, refused)
    setTrustedHeaders(request, settings.origin, isTrusted)
    const foreign = refusedOrigin(request)
    if (foreign) return say(request, response, foreign)
    if (cache.answer(request, response)) return
    if (isDatabaseAway() && asksDatabase(request.url ?? '/')) return answerAway(request, response)
    cache.watch(request, response)
    const answer = () => pages(request, response, () => response.writeHead(404).end())
    Promise.resolve(answering(request.method ?? 'GET', response, answer)).catch((error: unknown) => {
      log('error', 'request failed', errorFacts(error))
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  boundConnections(server, isTrusted)
  const port = await listening(server, settings)
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host
  const address = settings.origin ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const close = () => {
    arrivals.end()
    return closing(server)
  }
  return { address, close }
}
