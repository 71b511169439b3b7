import { viewDossier } from '#server/dossiers/index.ts'
import { setOverlay } from '#server/results/index.ts'
import { paperHouse } from '../../../../../slip-pdf.ts'
import { printerOf } from '../printers.ts'
import type { RequestHandler } from './$types.js'

/** Bản in đè of a dossier: only the words, moved for the printer that `?may=` names; `?mau` lays them over a drawing of the blank. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const view = await viewDossier(locals.call, { code: params.code })
  const sample = url.searchParams.has('mau')
  const { origin } = paperHouse(url)
  const pdf = await setOverlay(locals.call, view, { printer: printerOf(url.searchParams.get('may')), sample, origin })
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="in-phoi-${params.code}.pdf"`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
