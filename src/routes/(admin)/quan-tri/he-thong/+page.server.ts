import { listAnchorPlaces } from '#server/platform/anchor-queries.ts'
import { countFiles, scannerVersion } from '#server/files/index.ts'
import { running } from '#server/platform/running.ts'
import { listFailedMessages, listFailingAnnouncements, listJobs } from '#server/platform/operator-queries.ts'
import { viewOutage } from '#server/signing/index.ts'
import { runAnnouncementAgain, sendMessageAgain } from '#server/platform/send-again.ts'
import { attempt, idOf } from '../../../refused.ts'
import { MESSAGE_STATES, outboxPage, readOutboxPlace, requireOperator } from './outbox-page.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** Whether there is a scanner, and what it says of itself; the page does not wait for one that is away. */
async function scannerState(): Promise<{ set: boolean; version: string | null }> {
  const { clamd } = running().settings
  if (!clamd) return { set: false, version: null }
  const late = new Promise<null>((resolve) => void setTimeout(() => resolve(null), 2000).unref())
  return { set: true, version: await Promise.race([scannerVersion(clamd).catch(() => null), late]) }
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  requireOperator(call)
  const after = readOutboxPlace(url)
  const [messages, failed, announcements, jobs, anchors, outage, files, scanner] = await Promise.all([
    outboxPage(call, after, 50),
    listFailedMessages(call.db, 100),
    listFailingAnnouncements(call.db),
    listJobs(call.db),
    listAnchorPlaces(call.db),
    viewOutage(call),
    countFiles(call.db),
    scannerState(),
  ])
  return {
    messages: messages.items,
    states: MESSAGE_STATES,
    next: messages.next
      ? pathOf`/quan-tri/he-thong?sau=${`${messages.next.at.toISOString()}|${messages.next.id}`}`
      : null,
    first: after ? '/quan-tri/he-thong' : null,
    failed,
    announcements,
    jobs,
    anchors,
    outage,
    files: {
      waiting: Number(files.waiting),
      none: Number(files.none),
      infected: Number(files.infected),
      lost: Number(files.lost),
    },
    scanner,
  }
}

export const actions: Actions = {
  'chay-lai': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => runAnnouncementAgain(locals.call, idOf(form, 'ma')))
    return result ?? { done: 'Đã cho việc báo tin chạy lại.' }
  },
  'gui-lai': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => sendMessageAgain(locals.call, idOf(form, 'ma')))
    return result ?? { done: 'Đã xếp tin vào hàng chờ; lượt gửi tới trong vòng một phút.' }
  },
}
