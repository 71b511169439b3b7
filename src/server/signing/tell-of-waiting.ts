import { listAccountsOfPosts } from '#server/certificates/index.ts'
import { grantsOfPost, loadPosts } from '#server/directory/index.ts'
import { insertNotice } from '#server/notices/index.ts'
import { findPaper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listSignatureJobs } from './request-queries.ts'

const KIND = 'signature-waits'
const isAccount = (id: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id)

/** Accounts of those who look after waiting signatures of an organisation. */
async function administratorsOf({ db, now }: Call, organisationId: string): Promise<string[]> {
  const today = vietnamDate(now)
  const posts: string[] = []
  for (const post of (await loadPosts(db, today)).all.values())
    if (post.duties.some((duty) => duty.role === 'administrator'))
      if ((await grantsOfPost(db, post.id, today)).get('signing.administer')?.has(organisationId)) posts.push(post.id)
  return (await listAccountsOfPosts(db, posts, today)).map((each) => each.id)
}

/**
 * Listens to `signatureWaits`, which is announced at the first try that failed: signer and administrators read once that an authority is
 * away, and that nothing is to be done again.
 */
export async function tellOfWaiting(call: Call, told: { paperId: string; organisationId: string; signedBy: string }) {
  const paper = await findPaper(call.db, { id: told.paperId })
  if (!paper) return
  const signer = {
    ...{ accountId: told.signedBy, kind: KIND, title: `Chữ ký đang chờ: ${paper.title}` },
    body: 'Nơi cấp dấu thời gian hoặc trạng thái chứng thư số chưa trả lời. Chữ ký của Ông/Bà vẫn còn nguyên; hệ thống tự thử lại, không phải ký lại.',
    href: `/ky-so/${paper.id}`,
  }
  if (isAccount(told.signedBy)) await insertNotice(call, signer)
  for (const accountId of await administratorsOf(call, told.organisationId))
    if (accountId !== told.signedBy)
      await insertNotice(call, {
        ...{ accountId, kind: KIND, title: `Chữ ký đang chờ: ${paper.title}` },
        body: 'Nơi cấp dấu thời gian hoặc trạng thái chứng thư số chưa trả lời. Hệ thống tự thử lại; Ông/Bà xem lý do và kiểm tra kết nối.',
        href: '/quan-tri/ky-so',
      })
}

/** Listens to `paperComplete`: who read that his signature waits reads that the wait is over. Others are not told: nothing was missing. */
export async function tellOfCompletion(call: Call, told: { paperId: string }) {
  const paper = await findPaper(call.db, { id: told.paperId })
  if (!paper) return
  const waited = (await listSignatureJobs(call.db, paper.id)).filter((job) => job.tries > 0)
  for (const accountId of new Set(waited.map((job) => job.signedBy).filter(isAccount)))
    await insertNotice(call, {
      ...{ accountId, kind: 'paper-complete', title: `Đã đủ chữ ký: ${paper.title}` },
      body: 'Dấu thời gian và dữ liệu kiểm tra đã được bổ sung; văn bản có hiệu lực, gửi đi được.',
      href: `/ky-so/${paper.id}`,
    })
}
