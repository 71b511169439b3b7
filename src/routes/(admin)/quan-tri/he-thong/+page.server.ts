import { listAnchorPlaces } from '#server/platform/anchor-queries.ts'
import { mayAnywhere } from '#server/platform/call.ts'
import {
  listFailedMessages,
  listFailingAnnouncements,
  listJobs,
  listOutbox,
} from '#server/platform/operator-queries.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { runAnnouncementAgain, sendMessageAgain } from '#server/platform/send-again.ts'
import { attempt, textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { db, actor } = locals.call
  if (!mayAnywhere(actor, 'jobs.view')) throw new Refusal('accounts.no-right')
  const [messages, failed, announcements, jobs, anchors] = await Promise.all([
    listOutbox(db, 50),
    listFailedMessages(db, 100),
    listFailingAnnouncements(db),
    listJobs(db),
    listAnchorPlaces(db),
  ])
  return { messages, failed, announcements, jobs, anchors }
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
