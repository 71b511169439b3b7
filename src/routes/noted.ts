import type { RequestEvent } from '@sveltejs/kit'
import { type Actor, type Call, HOUSE } from '#server/platform/call.ts'
import { noteSeen } from '#server/platform/read-trail.ts'

/** Addresses that give a file out, and those that give a list out whole. */
const FILE = /^\/tep\/|\/(tep|tai|ban-in|giay\/\[loai\]|hinh\/\[picture\])$/
const EXPORT = /\/bang-tinh$/
/** Doors of accounts where a wrong answer is a try at somebody's account (mật khẩu, lớp thứ hai, mở khóa, mã). */
const DOOR = /^\/\(account\)\//

/** At most one line a minute for the same refusal of a stranger, so that a flood fills no chain. */
const lately = new Map<string, number>()
function isRepeated(key: string, now: number): boolean {
  if (lately.size > 5000) lately.clear()
  const before = lately.get(key) ?? 0
  if (now - before < 60_000) return true
  lately.set(key, now)
  return false
}

/** What the trail keeps of an answer: a file or an export given to an official, and every act that was refused. Null: nothing. */
export function decideNote(asked: {
  routeId: string
  method: string
  status: number
  official: boolean
}): 'files.seen' | 'lists.exported' | 'access.refused' | null {
  const { routeId, method, status, official } = asked
  if (status === 403 || status === 429) return 'access.refused'
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
  const stranger = actor.kind === 'anonymous' && status === 429
  if (stranger && isRepeated(`${call.origin?.ip} ${routeId}`, call.now.getTime())) return
  const subject = event.params.id ?? event.params.code ?? null
  const facts = act === 'access.refused' ? { route: routeId, method, status } : { route: routeId }
  noteSeen({ ...call, actor }, act, actor.organisationId ?? HOUSE, subject, facts)
}
