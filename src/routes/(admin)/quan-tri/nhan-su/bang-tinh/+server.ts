import { type AfterPerson, searchPeople } from '#server/directory/index.ts'
import { postWords } from '../../directory-words.ts'
import { spreadsheet } from '../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

const MOST = 20_000

export const GET: RequestHandler = async ({ locals, url }) => {
  const words = url.searchParams.get('q')?.slice(0, 100) ?? ''
  const rows: string[][] = []
  for (let after: AfterPerson | undefined; rows.length < MOST;) {
    const page = await searchPeople(locals.call, { words, after, limit: 500 })
    for (const each of page.items) rows.push([each.fullName, each.posts.map(postWords).join('; ')])
    if (!page.next) break
    after = page.next
  }
  return spreadsheet('nhan-su', ['Họ và tên', 'Chức vụ'], rows)
}
