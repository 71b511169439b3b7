import { writeXlsx } from 'hucre'
import { listInbox } from '#server/dossiers/index.ts'
import { dateWords } from '#ui/format.ts'
import { shownLines } from '../../inbox-lines.ts'
import type { RequestHandler } from './$types.js'

const MOST = 5000

/** The whole inbox as a spreadsheet. Cells that would begin a formula are written as text. */
export const GET: RequestHandler = async ({ locals }) => {
  const rows: string[][] = []
  for (let after: { due: Date; id: string } | undefined; rows.length < MOST;) {
    const page = await listInbox(locals.call, { after, limit: 200 })
    for (const line of await shownLines(locals.call, page.items))
      rows.push([line.due, line.code, line.owner, line.procedure, line.step, line.words, line.dueAt])
    if (!page.next) break
    after = page.next
  }
  const head = ['Hạn của việc', 'Mã hồ sơ', 'Chủ hồ sơ', 'Thủ tục', 'Việc', 'Tình trạng', 'Hẹn trả']
  const bytes = await writeXlsx({ sheets: [{ name: 'Việc', rows: [head, ...rows] }] })
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="viec-${dateWords(locals.call.now).replaceAll('/', '-')}.xlsx"`,
      'cache-control': 'no-store',
    },
  })
}
