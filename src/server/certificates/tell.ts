import { insertNotice } from '#server/notices/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listAccountsOfPosts } from './lists.ts'
import type { CertificateRequest, CertificateRow, RequestKind } from './schema.ts'

const isAccount = (id: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id)

const ENDS: Record<'done' | 'refused' | 'lapsed', { title: string; body: string }> = {
  done: { title: 'Đề nghị về chứng thư số đã xong', body: 'Cơ quan cấp đã thực hiện. Ông/Bà mở đề nghị để xem.' },
  refused: { title: 'Đề nghị về chứng thư số bị từ chối', body: 'Lý do' },
  lapsed: {
    title: 'Đề nghị về chứng thư số thôi xem xét',
    body: 'Chứng thư đã bị thu hồi nên không còn gì để làm. Cần ký tiếp thì đề nghị cấp mới.',
  },
}

/** Who asked reads what became of it. */
export async function tellAsker(
  within: Call,
  request: Pick<CertificateRequest, 'id' | 'askedBy'>,
  end: keyof typeof ENDS,
  note: string,
) {
  if (!isAccount(request.askedBy) || request.askedBy === within.actor.id) return
  const { title, body } = ENDS[end]
  await insertNotice(within, {
    ...{ accountId: request.askedBy, kind: 'certificate-request', title, body: note ? `${body}: ${note}` : body },
    href: `/quan-tri/chung-thuc-so/de-nghi/${request.id}`,
  })
}

/** What the holder reads when somebody else's act touched his certificate. */
const OF_HOLDER: Partial<Record<RequestKind, (of: CertificateRow) => { title: string; body: string }>> = {
  unlock: ({ keyRef, tokenSerial }) => ({
    title: 'Đã mở khóa PIN của chứng thư số',
    body: keyRef
      ? 'Khóa ký của Ông/Bà đã mở: ký lại bằng mã PIN của mình, được gõ sai thêm 3 lần. Ông/Bà không đề nghị mở khóa thì báo mất ngay.'
      : `Cơ quan cấp đã mở khóa thiết bị${tokenSerial ? ` ${tokenSerial}` : ''}. Ông/Bà nhận mã PIN mới từ cơ quan cấp và đổi ngay. Ông/Bà không đề nghị mở khóa thì báo mất ngay.`,
  }),
  issue: () => ({ title: 'Đã cấp chứng thư số cho Ông/Bà', body: 'Từ nay Ông/Bà ký được bằng chứng thư này.' }),
  renew: () => ({ title: 'Đã gia hạn chứng thư số của Ông/Bà', body: 'Từ nay Ông/Bà ký bằng chứng thư mới.' }),
  change: () => ({
    title: 'Đã đổi thông tin chứng thư số của Ông/Bà',
    body: 'Chứng thư cũ đã thu hồi; từ nay Ông/Bà ký bằng chứng thư mới.',
  }),
  suspend: () => ({
    title: 'Chứng thư số của Ông/Bà đã tạm dừng',
    body: 'Từ lúc này không ký được bằng chứng thư này cho đến khi được dùng lại.',
  }),
  resume: () => ({ title: 'Chứng thư số của Ông/Bà được dùng lại', body: 'Từ lúc này ký được bằng chứng thư này.' }),
  revoke: () => ({
    title: 'Chứng thư số của Ông/Bà đã bị thu hồi',
    body: 'Chứng thư này không ký được nữa. Cần ký tiếp thì đề nghị cấp mới.',
  }),
  loss: () => ({
    title: 'Chứng thư số báo mất đã bị thu hồi',
    body: 'Không ai ký được bằng chứng thư ấy nữa. Cần ký tiếp thì đề nghị cấp mới.',
  }),
}

/** The holder of the post reads what was done to his certificate, unless he did it himself. */
export async function tellHolder(within: Call, certificate: CertificateRow, kind: RequestKind) {
  const words = OF_HOLDER[kind]?.(certificate)
  if (!words || !certificate.postId) return
  for (const { id: accountId } of await listAccountsOfPosts(
    within.db,
    [certificate.postId],
    vietnamDate(within.now),
    certificate.personId,
  ))
    if (accountId !== within.actor.id)
      await insertNotice(within, {
        ...{ accountId, kind: 'certificate', ...words, href: `/quan-tri/chung-thuc-so/${certificate.id}` },
      })
}
