import { listAccountsOfPosts } from '#server/certificates/index.ts'
import { grantsOfPost, loadPosts } from '#server/directory/index.ts'
import { insertNotice } from '#server/notices/index.ts'
import { findPaper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findOutage, listTold, markTold } from './outage-queries.ts'

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
 * Listens to `signatureWaits`, which is announced at the first try of a signature that failed: signer and administrators read once in an
 * outage, however many signatures wait, that an authority is away and that nothing is to be done again. Over meanwhile, nobody is told.
 */
export async function tellOfWaiting(call: Call, told: { paperId: string; organisationId: string; signedBy: string }) {
  const [paper, outage] = [await findPaper(call.db, { id: told.paperId }), await findOutage(call.db)]
  if (!paper || !outage) return
  const tell = async (accountId: string, body: string, href: string) => {
    if (!(await markTold(call.db, outage.id, accountId, call.now))) return
    await insertNotice(call, { accountId, kind: KIND, title: 'Chữ ký đang chờ dấu thời gian', body, href })
  }
  if (isAccount(told.signedBy))
    await tell(
      told.signedBy,
      `Nơi cấp dấu thời gian hoặc trạng thái chứng thư số chưa trả lời, bắt đầu từ “${paper.title}”. Chữ ký của Ông/Bà vẫn còn nguyên; hệ thống tự thử lại, không phải ký lại.`,
      '/ky-so',
    )
  for (const accountId of await administratorsOf(call, told.organisationId))
    await tell(
      accountId,
      'Nơi cấp dấu thời gian hoặc trạng thái chứng thư số chưa trả lời. Hệ thống tự thử lại; Ông/Bà xem lý do, số chữ ký đang chờ và kiểm tra kết nối.',
      '/quan-tri/ky-so',
    )
}

/** Listens to `outageOver`: who read that signatures wait reads once that the wait is over. Others are not told: nothing was missing. */
export async function tellOfOutageOver(call: Call, told: { outageId: string }) {
  for (const accountId of await listTold(call.db, told.outageId))
    await insertNotice(call, {
      ...{ accountId, kind: 'signature-waits-over', title: 'Chữ ký đã đủ dấu thời gian' },
      body: 'Nơi cấp đã trả lời; dấu thời gian và dữ liệu kiểm tra đã được bổ sung cho mọi chữ ký đang chờ. Không phải làm gì thêm.',
      href: null,
    })
}
