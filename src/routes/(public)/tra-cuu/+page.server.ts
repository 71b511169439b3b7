import { redirect } from '@sveltejs/kit'
import { readCode } from '#server/dossiers/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ url, setHeaders }) => {
  const code = readCode(url.searchParams.get('ma') ?? '')
  if (code) redirect(303, `/tra-cuu/${encodeURIComponent(code)}`)
  setHeaders({ 'x-dinh-cache': 'look-up' })
}
