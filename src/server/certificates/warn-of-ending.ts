import { loadPosts } from '#server/directory/index.ts'
import { insertNotice } from '#server/notices/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { queueMessage } from '#server/platform/outbox.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listAccountsOfPosts, listToWarn, markWarned } from './lists.ts'

/** Days before the end at which is warned. */
export const WARNING_DAYS = [7, 30, 60] as const

/**
 * Warns of certificates that end in 60, 30 and 7 days (báo sắp hết hạn): the holder of the post, and the unit's records clerks and heads;
 * in their page and by e-mail, once at each mark. The nearest mark only: what is first seen a week ahead is not told three times.
 */
export async function warnOfEnding(call: Call): Promise<number> {
  const today = vietnamDate(call.now)
  const posts = await loadPosts(call.db, today)
  let warned = 0
  for (const days of WARNING_DAYS)
    for (const each of await listToWarn(call.db, days, call.now, today))
      await inTransaction(call, async (within) => {
        if (!(await markWarned(within.db, each.id, days, within.now))) return
        const told = [...posts.all.values()].filter(
          (post) =>
            post.id === each.postId ||
            post.duties.some(
              (duty) =>
                duty.organisationId === each.organisationId &&
                (duty.role === 'records-clerk' || duty.role === 'leader'),
            ),
        )
        const left = Math.ceil((each.notAfter.getTime() - within.now.getTime()) / 86_400_000)
        const end = vietnamDate(each.notAfter).split('-').toReversed().join('/')
        const title = `Chứng thư số của ${each.holder} còn ${left} ngày`
        const body = `Hết hạn ngày ${end}. Đề nghị gia hạn trước ngày này; hết hạn thì không ký được nữa.`
        for (const account of await listAccountsOfPosts(
          within.db,
          told.map((post) => post.id),
          today,
        )) {
          const notice = { accountId: account.id, kind: 'certificate-ending', title, body, href: '/chung-thuc-so' }
          await insertNotice(within, notice)
          if (account.email)
            await queueMessage(within, {
              channel: 'email',
              recipient: account.email,
              subject: title,
              body,
              about: each.id,
            })
        }
        recordAudit(within, 'certificates.ending-told', each.organisationId, each.id, { days })
        warned += 1
      })
  return warned
}
