import type { Cookies } from '@sveltejs/kit'

const NAME = '__Host-dinh-da-xem'
const VISIT = 30 * 60_000
const DAY = 24 * 60 * 60_000

/**
 * Since when something in the inbox is new to this official: the end of their visit before this one, at this browser; on the first visit, a
 * day ago. A visit goes on while no half hour passes between two looks. The cookie holds two times and whose they are, nothing else.
 */
export function lastLook(cookies: Cookies, { actor, now }: Pick<App.Locals['call'], 'actor' | 'now'>): Date {
  const [of, before, latest] = (cookies.get(NAME) ?? '').split('|')
  const [sinceBefore, sinceLatest] = [Number(before), Number(latest)]
  const isMine = of === actor.id && Number.isSafeInteger(sinceBefore) && Number.isSafeInteger(sinceLatest)
  const at = now.getTime()
  const since = !isMine ? at - DAY : at - sinceLatest < VISIT ? sinceBefore : sinceLatest
  cookies.set(NAME, `${actor.id}|${since}|${at}`, {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: (30 * DAY) / 1000,
  })
  return new Date(since)
}
