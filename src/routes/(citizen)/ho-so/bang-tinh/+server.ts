import { listOwn } from '#server/dossiers/index.ts'
import { DOSSIER_COLUMNS, dossierRows } from '../../../dossier-sheet.ts'
import { everyPage, spreadsheet } from '../../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

type After = Parameters<typeof listOwn>[1]

/** What a citizen filed, as a spreadsheet. */
export const GET: RequestHandler = ({ locals }) => {
  const { call } = locals
  const items = dossierRows(
    call.db,
    everyPage((after: After) => listOwn(call, after, 200)),
  )
  return spreadsheet(call.now, {
    file: 'ho-so-cua-toi',
    title: 'Hồ sơ của tôi',
    columns: DOSSIER_COLUMNS,
    items,
    most: 5000,
  })
}
