import { announce, announcement } from '#server/platform/announcements.ts'
import type { Call } from '#server/platform/call.ts'
import { queueMessage } from '#server/platform/outbox.ts'
import { vietnamMoment } from '#server/platform/vietnam-time.ts'
import type { Account } from './queries.ts'

/** What was changed of how somebody signs in, as the person is told. */
export const SECURITY_CHANGES = {
  'password-changed': 'Mật khẩu của tài khoản vừa được đổi',
  'password-reset': 'Mật khẩu của tài khoản vừa được đặt lại bằng mã xác nhận',
  'second-factor-set': 'Xác thực lớp hai của tài khoản vừa được đặt',
  'contact-changed': 'Số điện thoại hoặc thư điện tử của tài khoản vừa được đổi',
  'phone-left': 'Số điện thoại bộ phận một cửa đã ghi cho tài khoản vừa được người khác xác nhận là của họ',
  'claim-renewed': 'Bộ phận một cửa vừa cấp mã mới để vào tài khoản; mật khẩu trước không dùng được nữa',
  claimed: 'Tài khoản do bộ phận một cửa lập vừa có người nhận bằng mã trên giấy hẹn',
} as const
export type SecurityChange = keyof typeof SECURITY_CHANGES

/** Told when somebody's way of signing in was changed: the person finds a notice in the account. */
export const securityChanged = announcement<{ accountId: string; words: string; at: string }>(
  'accounts.security-changed',
)

/**
 * Tells the holder that the way of signing in was changed, in the account and at every contact it had before the change: whoever took an
 * account over cannot keep its holder from hearing of it. `account`: as it stood before.
 */
export async function tellOfChange(within: Call, account: Account, change: SecurityChange) {
  const words = SECURITY_CHANGES[change]
  const body =
    `${words} lúc ${vietnamMoment(within.now)}. Nếu không phải Ông/Bà làm, ` +
    'Ông/Bà đặt lại mật khẩu ở trang Quên mật khẩu và báo bộ phận một cửa gần nhất.'
  const { phone, email } = account
  if (phone) await queueMessage(within, { channel: 'sms', recipient: phone, body, about: 'security' })
  if (email) await queueMessage(within, { channel: 'email', recipient: email, subject: words, body, about: 'security' })
  announce(within, securityChanged, { accountId: account.id, words, at: within.now.toISOString() })
}
