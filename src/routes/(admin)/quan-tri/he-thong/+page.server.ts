import { mayAnywhere } from '#server/platform/call.ts'
import {
  listFailingAnnouncements,
  listJobs,
  listOutbox,
  runAnnouncementAgain,
  sendMessageAgain,
} from '#server/platform/operator-queries.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

const requireOperator = ({ actor }: App.Locals['call']) => {
  if (!mayAnywhere(actor, 'jobs.view')) throw new Refusal('accounts.no-right')
}

export const load: PageServerLoad = async ({ locals }) => {
  requireOperator(locals.call)
  const { db } = locals.call
  const [messages, announcements, jobs] = await Promise.all([
    listOutbox(db, 50),
    listFailingAnnouncements(db),
    listJobs(db),
  ])
  return { messages, announcements, jobs }
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
