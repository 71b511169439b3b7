import { searchDossiers } from '#server/dossiers/index.ts'
import { DOSSIER_COLUMNS, dossierRows } from '../../../dossier-sheet.ts'
import { spreadsheet } from '../../../spreadsheet.ts'
import type { RequestHandler } from './$types.js'

const MOST = 1000

/** What a search found, as a spreadsheet: the newest 1,000. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { call } = locals
  const phrase = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const found = phrase ? await searchDossiers(call, phrase, MOST + 1) : []
  const items = dossierRows(call.db, found)
  return spreadsheet(call.now, { file: 'ho-so-tim-thay', title: 'Hồ sơ', columns: DOSSIER_COLUMNS, items, most: MOST })
}
