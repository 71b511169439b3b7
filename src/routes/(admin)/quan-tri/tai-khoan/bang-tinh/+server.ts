import { writeXlsx } from 'hucre'
import { ACCOUNT_STATES, type AccountState, listOfficials } from '#server/accounts/index.ts'
import { dateWords } from '#ui/format.ts'
import { accountState } from '../../../account-words.ts'
import type { RequestHandler } from './$types.js'

const MOST = 20_000

/** The accounts of officials as a spreadsheet, with the filter of the page. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const asked = url.searchParams.get('tt') as AccountState | null
  const state = asked && ACCOUNT_STATES.includes(asked) ? asked : undefined
  const words = url.searchParams.get('q')?.trim().slice(0, 100)
  const rows: string[][] = []
  for (let after: string | undefined; rows.length < MOST;) {
    const page = await listOfficials(locals.call, { words, state, after, limit: 500 })
    for (const each of page.items)
      rows.push([
        ...[each.loginName, each.fullName, each.posts.join('; ')],
        ...[accountState(each.state).words, each.secondFactor ? 'Có' : 'Chưa'],
      ])
    if (!page.next) break
    after = page.next
  }
  const head = ['Tên đăng nhập', 'Họ và tên', 'Chức vụ', 'Tình trạng', 'Lớp xác thực thứ hai']
  const bytes = await writeXlsx({ sheets: [{ name: 'Tài khoản', rows: [head, ...rows] }] })
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="tai-khoan-${dateWords(locals.call.now).replaceAll('/', '-')}.xlsx"`,
      'cache-control': 'no-store',
    },
  })
}
