import {
  listFailingAnnouncements,
  listJobs,
  runAnnouncementAgain,
  sendMessageAgain,
} from '#server/platform/operator-queries.ts'
import { textOf } from '../../../refused.ts'
import { MESSAGE_STATES, outboxPage, readOutboxPlace, requireOperator } from './outbox-page.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  requireOperator(call)
  const after = readOutboxPlace(url)
  const [messages, announcements, jobs] = await Promise.all([
    outboxPage(call, after, 50),
    listFailingAnnouncements(call.db),
    listJobs(call.db),
  ])
  return {
    messages: messages.items,
    states: MESSAGE_STATES,
    next: messages.next
      ? `/quan-tri/he-thong?sau=${encodeURIComponent(`${messages.next.at.toISOString()}|${messages.next.id}`)}`
      : null,
    first: after ? '/quan-tri/he-thong' : null,
    announcements,
    jobs,
  }
}

export const actions: Actions = {
  'chay-lai': async ({ request, locals }) => {
    requireOperator(locals.call)
    await runAnnouncementAgain(locals.call.db, textOf(await request.formData(), 'ma', 40))
  },
  'gui-lai': async ({ request, locals }) => {
    requireOperator(locals.call)
    await sendMessageAgain(locals.call.db, textOf(await request.formData(), 'ma', 40))
  },
}
