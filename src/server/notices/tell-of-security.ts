import type { Call } from '#server/platform/call.ts'
import { insertNotice } from './queries.ts'

/** Listens to changes of how somebody signs in: the holder finds them told in the account. */
export async function tellOfSecurityChange(call: Call, told: { accountId: string; words: string; at: string }) {
  await insertNotice(call, {
    accountId: told.accountId,
    kind: 'security',
    href: '/tai-khoan',
    title: told.words,
    body: 'Không phải Ông/Bà làm thì đổi mật khẩu ngay, đăng xuất các máy khác, và báo bộ phận một cửa gần nhất.',
  })
}
