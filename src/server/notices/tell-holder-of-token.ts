import type { Call } from '#server/platform/call.ts'
import { insertNotice } from './queries.ts'

/** Listens to tokens made: whoever holds the post learns that a system now acts as it. */
export async function tellHolderOfToken(
  call: Call,
  told: { accountIds: string[]; name: string; postTitle: string; until: string; waits: boolean },
) {
  const until = told.until.split('-').toReversed().join('/')
  for (const accountId of told.accountIds)
    await insertNotice(call, {
      ...{
        accountId,
        kind: 'token-made',
        href: '/ma-thay-chuc-vu',
        title: 'Có hệ thống được làm việc thay chức vụ của Ông/Bà',
      },
      body: `Phần mềm "${told.name}" được cấp mã, làm việc với tư cách ${told.postTitle} đến ${until}. ${
        told.waits ? 'Phần xử lý chỉ mở khi Ông/Bà xác nhận. ' : ''
      }Không đúng thì báo người quản trị thu hồi.`,
    })
}
