import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

type Request = { method: string; route: string | null; requestId: string | null; response: ServerResponse }

const requests = new AsyncLocalStorage<Request>()
/** Everything in flight: a fault in an event of a stream belongs to the connection, not to the request that reads it. */
const inFlight = new Set<Request>()

/** Runs what answers one request; whatever goes wrong in it, also later and out of its hands, is told with it. */
export function answering<T>(method: string, response: ServerResponse, work: () => T): T {
  const request: Request = { method, route: null, requestId: null, response }
  inFlight.add(request)
  response.once('close', () => inFlight.delete(request))
  return requests.run(request, work)
}

/** Says which route it is and under which number; never the address, which holds codes. */
export function nameRequest(route: string | null, requestId: string) {
  const request = requests.getStore()
  if (request) Object.assign(request, { route, requestId })
}

const told = ({ route, method, requestId }: Request) => ({ route, method, requestId })

/** For the log: the request in hand by route, method and number, or those in flight when none is known to be the one. */
export function inHand(): Record<string, unknown> {
  const request = requests.getStore()
  if (request) return told(request)
  return inFlight.size > 0 ? { inFlight: [...inFlight].slice(0, 10).map(told) } : {}
}

/** Answers the request that brought the fault, as far as it is not answered: it would wait for ever. */
export function answerFault() {
  const response = requests.getStore()?.response
  if (!response || response.writableEnded) return
  if (response.headersSent) return void response.destroy()
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end('Trang đang hỏng, đã báo người trực. Ông/Bà thử lại sau ít phút.')
}
