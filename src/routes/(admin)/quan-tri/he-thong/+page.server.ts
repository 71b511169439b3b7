import { listAnchorPlaces } from '#server/platform/anchor-queries.ts'
import { listFailedMessages, listFailingAnnouncements, listJobs } from '#server/platform/operator-queries.ts'
import { viewOutage } from '#server/signing/index.ts'
import { runAnnouncementAgain, sendMessageAgain } from '#server/platform/send-again.ts'
import { attempt, textOf } from '../../../refused.ts'
import { MESSAGE_STATES, outboxPage, readOutboxPlace, requireOperator } from './outbox-page.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  requireOperator(call)
  const after = readOutboxPlace(url)
  const [messages, failed, announcements, jobs, anchors, outage] = await Promise.all([
    outboxPage(call, after, 50),
    listFailedMessages(call.db, 100),
    listFailingAnnouncements(call.db),
    listJobs(call.db),
    listAnchorPlaces(call.db),
    viewOutage(call),
  ])
  return {
    messages: messages.items,
    states: MESSAGE_STATES,
    next: messages.next
      ? `/quan-tri/he-thong?sau=${encodeURIComponent(`${messages.next.at.toISOString()}|${messages.next.id}`)}`
      : null,
    first: after ? '/quan-tri/he-thong' : null,
    failed,
    announcements,
    jobs,
    anchors,
    outage,
  }
}

export const actions: Actions = {
  'chay-lai': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => runAnnouncementAgain(locals.call, textOf(form, 'ma', 40)))
    return result ?? { done: 'Đã cho việc báo tin chạy lại.' }
  },
  'gui-lai': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => sendMessageAgain(locals.call, textOf(form, 'ma', 40)))
    return result ?? { done: 'Đã xếp tin vào hàng chờ; lượt gửi tới trong vòng một phút.' }
  },
}
