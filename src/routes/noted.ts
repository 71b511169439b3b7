import type { RequestEvent } from '@sveltejs/kit'
import { type Actor, type Call, HOUSE } from '#server/platform/call.ts'
import { noteSeen } from '#server/platform/read-trail.ts'

/** Addresses that give a file out, and those that give a list out whole. */
const FILE = /^\/tep\/|\/(tep|tai|ban-in|giay\/\[loai\]|hinh\/\[picture\])$/
const EXPORT = /\/bang-tinh$/
/** Doors of accounts where a wrong answer is a try at somebody's account (mật khẩu, lớp thứ hai, mở khóa, mã). */
const DOOR = /^\/\(account\)\//

/** Not signed in or a token unknown, no right, too often. */
const REFUSED = [401, 403, 429]
const MINUTE = 60_000
/** Refusals of strangers that are noted in one minute by one program, whatever addresses they come from. */
const MOST_STRANGERS = 300
const lately = new Map<string, number>()

/**
 * Whether a refusal of somebody who has not signed in is noted: once a minute for one address and route, and so many in all, so that a
 * flood fills no chain. Tries at the doors of accounts are bounded by their own limits and noted each.
 */
export function mayNoteStranger(key: string, now: number): boolean {
  for (const [known, at] of lately) if (now - at >= MINUTE) lately.delete(known)
  if (lately.has(key) || lately.size >= MOST_STRANGERS) return false
  lately.set(key, now)
  return true
}

/** What the trail keeps of an answer: a file or an export given to an official, and every act that was refused. Null: nothing. */
export function decideNote(asked: {
  routeId: string
  method: string
  status: number
  official: boolean
}): 'files.seen' | 'lists.exported' | 'access.refused' | null {
  const { routeId, method, status, official } = asked
  if (REFUSED.includes(status)) return 'access.refused'
  if (method === 'POST' && status >= 400 && status < 500 && DOOR.test(routeId)) return 'access.refused'
  if (method !== 'GET' || !official || status !== 200) return null
  if (EXPORT.test(routeId)) return 'lists.exported'
  return FILE.test(routeId) ? 'files.seen' : null
}

/** Notes an answer in the audit trail. The query of an export is not kept: it may hold what was searched for. */
export function noteAnswer(event: RequestEvent, actor: Actor, call: Call, status: number) {
  const routeId = event.route.id ?? ''
  const { method } = event.request
  const act = decideNote({ routeId, method, status, official: actor.kind === 'official' })
  if (!act) return
  const tries = DOOR.test(routeId) && method === 'POST' && status !== 429
  const stranger = actor.kind === 'anonymous' && act === 'access.refused' && !tries
  if (stranger && !mayNoteStranger(`${call.origin?.ip} ${routeId}`, call.now.getTime())) return
  const subject = event.params.id ?? event.params.code ?? null
  const facts = act === 'access.refused' ? { route: routeId, method, status } : { route: routeId }
  noteSeen({ ...call, actor }, act, actor.organisationId ?? HOUSE, subject, facts)
}
