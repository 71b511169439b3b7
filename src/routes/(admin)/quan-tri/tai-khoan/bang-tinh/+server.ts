import { ACCOUNT_STATES, type AccountState, listOfficials } from '#server/accounts/index.ts'
import { accountState } from '../../../account-words.ts'
import { everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

/** The accounts of officials as a spreadsheet, with the filter of the page. */
export const GET: RequestHandler = async ({ locals: { call }, url }) => {
  const asked = url.searchParams.get('tt') as AccountState | null
  const state = asked && ACCOUNT_STATES.includes(asked) ? asked : undefined
  const words = url.searchParams.get('q')?.trim().slice(0, 100)
  const load = (after: string | undefined) => listOfficials(call, { words, state, after, limit: 500 })
  const first = await load(undefined)
  return spreadsheet(call.now, {
    ...{ file: 'tai-khoan', title: 'Tài khoản' },
    columns: [
      { header: 'Tên đăng nhập', of: (each) => each.loginName },
      { header: 'Họ và tên', of: (each) => each.fullName },
      { header: 'Chức vụ', width: 60, of: (each) => each.posts.join('; ') },
      { header: 'Tình trạng', of: (each) => accountState(each.state).words },
      { header: 'Lớp xác thực thứ hai', of: (each) => (each.secondFactor ? 'Có' : 'Chưa') },
    ],
    items: everyPage((after: string | undefined) => (after ? load(after) : Promise.resolve(first))),
  })
}
