import { type AfterPerson, searchPeople } from '#server/directory/index.ts'
import { everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import { postWords } from '../../directory-words.ts'
import type { RequestHandler } from './$types.js'

/** People found, with their posts, as a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { call }, url }) => {
  const words = url.searchParams.get('q')?.slice(0, 100) ?? ''
  const load = (after: AfterPerson | undefined) => searchPeople(call, { words, after, limit: 500 })
  const first = await load(undefined)
  return spreadsheet(call.now, {
    ...{ file: 'nhan-su', title: 'Nhân sự' },
    columns: [
      { header: 'Họ và tên', of: (each) => each.fullName },
      { header: 'Chức vụ', width: 60, of: (each) => each.posts.map(postWords).join('; ') },
    ],
    items: everyPage((after: AfterPerson | undefined) => (after ? load(after) : Promise.resolve(first))),
  })
}
