import { redirect } from '@sveltejs/kit'
import { isTailOfCode, isWholeCode, readCode } from '#server/dossiers/index.ts'
import { readPaperCode } from '#server/papers/index.ts'
import { deskToAsk } from '../../desk-to-ask.ts'
import { pathOf } from '../../path-of.ts'
import type { PageServerLoad } from './$types.js'

/** What was typed leads to its dossier or paper; what is neither stays in the box, with what is missing. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const typed = (url.searchParams.get('ma') ?? '').trim().slice(0, 300)
  const desk = await deskToAsk(locals.call.db)
  if (!typed) {
    setHeaders({ 'x-dinh-cache': 'look-up' })
    return { typed, fault: null, desk }
  }
  const paper = readPaperCode(typed)
  if (paper) redirect(303, pathOf`/kiem-tra/${paper}`)
  const code = readCode(typed)
  if (isWholeCode(code)) redirect(303, pathOf`/tra-cuu/${code}`)
  return { typed, fault: isTailOfCode(typed) ? ('tail' as const) : ('form' as const), desk }
}
