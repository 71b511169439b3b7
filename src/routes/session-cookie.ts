import type { Cookies } from '@sveltejs/kit'

export const SESSION_COOKIE = '__Host-dinh'
/** Binds a sign-in elsewhere to the browser in which it began. */
export const FLOW_COOKIE = '__Host-dinh-flow'

export const setSessionCookie = (cookies: Cookies, { token, expiresAt }: { token: string; expiresAt: Date }) =>
  cookies.set(SESSION_COOKIE, token, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', expires: expiresAt })

export const clearSessionCookie = (cookies: Cookies) =>
  cookies.delete(SESSION_COOKIE, { path: '/', httpOnly: true, secure: true, sameSite: 'lax' })

/** Only addresses of this house: nothing that could lead elsewhere. */
export const safeNext = (next: string | null, otherwise: string) =>
  next && /^\/(?![/\\])[\w\-./?=&%~:;,()]*$/.test(next) ? next : otherwise
