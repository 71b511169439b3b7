import { own } from '#own-keys'
import { randomBytes, randomUUID } from 'node:crypto'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { findSignedIn, parkForm, type SignedIn } from '#server/accounts/index.ts'
import { anonymousActor } from '#server/platform/call.ts'
import { AWAY_WORDS, saysDatabaseAway } from '#server/platform/database-watch.ts'
import { nameRequest } from '#server/platform/in-hand.ts'
import { errorFacts, log } from '#server/platform/log.ts'
import { cleanQuery } from '#server/platform/typed-text.ts'
import { refusalOf } from '#server/platform/bad-value.ts'
import { isNoRoom } from '#server/platform/upload-bytes.ts'
import { countRequest } from '#server/platform/metrics.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { entersAdministration } from './routes/administration.ts'
import { bodyLimit } from './routes/body-limits.ts'
import { deskToAsk } from './routes/desk-to-ask.ts'
import { fieldsToKeep, handOnForm } from './routes/form-door.ts'
import { withoutSecrets } from './routes/kept-form.ts'
import { noteAnswer } from './routes/noted.ts'
import { OWED, withNext } from './routes/next-page.ts'
import { onceOf } from './routes/sent-once.ts'
import { SESSION_COOKIE } from './routes/session-cookie.ts'
import { pathOf } from './routes/path-of.ts'

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

/** Where somebody must go before the page he asked for, or null. */
function detour(routeId: string, signedIn: SignedIn | undefined, here: string): string | null {
  const area = /^\/\((citizen|staff|admin)\)/.exec(routeId)?.[1]
  if (!area) return null
  if (!signedIn) return withNext('/dang-nhap', here)
  if (signedIn.owes) return withNext(OWED[signedIn.owes], here)
  const { actor } = signedIn
  if (area === 'citizen') return null
  if (actor.kind !== 'official' || !actor.postId) return '/khong-co-quyen'
  if (area === 'admin' && !entersAdministration(actor)) return '/khong-co-quyen'
  return null
}

/** What an answer that says nothing of it may load and run: nothing. Pages and files bring policies of their own. */
const CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; base-uri 'none'"

function closeAnswer(headers: Headers) {
  if (headers.get('content-type') === 'text/html') headers.set('content-type', 'text/html; charset=utf-8')
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', CLOSED)
}

/** The one page whose script talks to the agent of USB tokens at the signer's machine, where one is set. */
function allowAgent(routeId: string | null, headers: Headers) {
  const { signingAgent } = running().settings
  const policy = headers.get('content-security-policy')
  if (routeId !== '/(staff)/ky-so/[id]' || !signingAgent || !policy) return
  headers.set('content-security-policy', `${policy}; connect-src 'self' ${signingAgent}`)
}

/** Bytes of a form that may be kept. */
const MOST_KEPT = 600_000

/** A form that arrives after the session has run out is kept for its author; after signing in they find it again. */
async function parked(
  { request, url }: RequestEvent,
  token: string | undefined,
  now: Date,
): Promise<string | undefined> {
  if (request.method !== 'POST' || !token) return undefined
  const { db, settings } = running()
  const body = async () => {
    const form = await fieldsToKeep(request, MOST_KEPT)
    return form && withoutSecrets(form)
  }
  return parkForm(db, sealingOf(settings.dataDir), { token, path: url.pathname + url.search, body, now })
}

export const handle: Handle = async ({ event, resolve }) => {
  const { db, settings } = running()
  const now = new Date()
  const requestId = randomUUID().slice(24)
  nameRequest(event.route.id, requestId)
  const token = event.url.pathname.startsWith('/api/') ? undefined : event.cookies.get(SESSION_COOKIE)
  const signedIn = token ? await findSignedIn(db, token, now, settings.demonstration) : undefined
  cleanQuery(event.url)
  const device = event.request.headers.get('user-agent')?.slice(0, 300)
  event.locals.signedIn = signedIn
  event.locals.call = {
    ...{ db, now, actor: signedIn && !signedIn.owes ? signedIn.actor : anonymousActor },
    origin: { requestId, ip: event.getClientAddress(), device },
  }
  const to = detour(event.route.id ?? '', signedIn, event.url.pathname + event.url.search)
  if (to) {
    const id = await parked(event, token, now)
    redirect(303, id ? withNext(to.split('?')[0]!, pathOf`/tiep-tuc/${id}`) : to)
  }
  if (!event.url.pathname.startsWith('/api/')) {
    const form = await handOnForm(event.request, bodyLimit(event.route.id, settings.maxFileBytes))
    const once = form && onceOf(form, event.url, sealingOf(settings.dataDir))
    if (once) event.locals.call.idempotency = once
  }
  const started = performance.now()
  const response = await resolve(event)
  countRequest(event.route.id ?? 'none', event.request.method, response.status, (performance.now() - started) / 1000)
  if (event.route.id) noteAnswer(event, signedIn?.actor ?? anonymousActor, event.locals.call, response.status)
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value)
  closeAnswer(response.headers)
  response.headers.set('x-request-id', requestId)
  if (response.status === 503) response.headers.set('retry-after', '60')
  allowAgent(event.route.id, response.headers)
  if (signedIn && !response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
}

/** Refusals become their sentence; a defect gets a number that is logged and shown. */
export const handleError: HandleServerError = async (fault) => {
  const told = wordsOf(fault)
  if (told.status === 503) return told
  // Where even the telephone number cannot be read, the page goes without it.
  const desk = await deskToAsk(running().db).catch(() => undefined)
  return desk ? { ...told, desk } : told
}

function wordsOf({ error, kind, event }: Parameters<HandleServerError>[0]): {
  status: number
  message: string
  number?: string
} {
  if (kind === 'framework' || kind === 'validation')
    return {
      status: error.status,
      message: error.status === 404 ? 'Không thấy trang này; địa chỉ có thể đã gõ sai.' : 'Không mở được trang này.',
    }
  if (kind === 'app') return { status: error.status, message: error.message }
  const refused = error instanceof Refusal ? error : refusalOf(error, { read: event.request.method === 'GET' })
  if (refused)
    return { status: own(REFUSALS, refused.code)?.status ?? 422, message: sentenceOf(refused.code, refused.facts) }
  if (isNoRoom(error)) {
    log('error', 'no room', { route: event.route.id, ...errorFacts(error) })
    return { status: 503, message: sentenceOf('platform.no-room', {}) }
  }
  if (saysDatabaseAway(error)) return { status: 503, message: AWAY_WORDS }
  const number = randomBytes(3).toString('hex').toUpperCase()
  log('error', 'page failed', { number, route: event.route.id, ...errorFacts(error) })
  return { status: 500, message: 'Trang đang hỏng, đã báo người trực.', number }
}
