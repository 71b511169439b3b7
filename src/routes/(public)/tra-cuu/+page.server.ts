import { redirect } from '@sveltejs/kit'
import { readCode } from '#server/dossiers/index.ts'
import { readPaperCode } from '#server/papers/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ url, setHeaders }) => {
  const typed = url.searchParams.get('ma') ?? ''
  const paper = readPaperCode(typed)
  if (paper) redirect(303, `/kiem-tra/${paper}`)
  const code = readCode(typed)
  if (code) redirect(303, `/tra-cuu/${encodeURIComponent(code)}`)
  setHeaders({ 'x-dinh-cache': 'look-up' })
}
