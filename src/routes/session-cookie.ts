import type { Cookies } from '@sveltejs/kit'
import { endSession, type Opened, type Renewed, type SignedIn } from '#server/accounts/index.ts'

export { withNext } from './next-page.ts'

export const SESSION_COOKIE = '__Host-dinh'
/** Binds a sign-in elsewhere to the browser in which it began. */
export const FLOW_COOKIE = '__Host-dinh-flow'
/** A device on which somebody signed in: not a session, but a place where wrong tries made elsewhere hold nobody up. */
export const DEVICE_COOKIE = '__Host-may'
/** Binds a one-time code to the browser that asked for it. */
export const CODE_COOKIE = '__Host-ma'

const DEVICE_SECONDS = 400 * 86_400
const CODE_SECONDS = 3600
const HOST_ONLY = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const

export const deviceOf = (cookies: Cookies) => cookies.get(DEVICE_COOKIE)

/** Puts a session that was just opened into the browser; the one it had before ends. */
export async function openSession({ locals, cookies }: { locals: App.Locals; cookies: Cookies }, opened: Opened) {
  const { signedIn, call } = locals
  if (signedIn) await endSession({ ...call, actor: signedIn.actor }, signedIn.session)
  cookies.set(SESSION_COOKIE, opened.token, { ...HOST_ONLY, expires: opened.expiresAt })
  cookies.set(DEVICE_COOKIE, opened.device, { ...HOST_ONLY, maxAge: DEVICE_SECONDS })
  cookies.delete(CODE_COOKIE, HOST_ONLY)
}

/** The new token of a session after a step up; nothing when another request of this browser was first. */
export function renewSession(cookies: Cookies, renewed: Renewed) {
  if (renewed) cookies.set(SESSION_COOKIE, renewed.token, { ...HOST_ONLY, expires: renewed.expiresAt })
}

export const setCodeCookie = (cookies: Cookies, flow: string) =>
  cookies.set(CODE_COOKIE, flow, { ...HOST_ONLY, maxAge: CODE_SECONDS })
export const clearCodeCookie = (cookies: Cookies) => cookies.delete(CODE_COOKIE, HOST_ONLY)

export const clearSessionCookie = (cookies: Cookies) => cookies.delete(SESSION_COOKIE, HOST_ONLY)

/** The first page of whoever is signed in. */
export const homeOf = ({ actor }: SignedIn) => (actor.kind === 'official' ? '/viec' : '/ho-so')

/** Only addresses of this house: nothing that could lead elsewhere. */
export const safeNext = (next: string | null, otherwise: string) =>
  next && /^\/(?![/\\])[\w\-./?=&%~:;,()]*$/.test(next) ? next : otherwise
