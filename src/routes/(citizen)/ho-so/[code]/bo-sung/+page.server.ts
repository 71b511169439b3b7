import { redirect } from '@sveltejs/kit'
import { completionPage, postCompletion } from '../../../../form/completion-form.ts'
import { requireNumbersOpen } from '../../../../papers-open.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const page = await completionPage(locals.call, params.code)
  // Questions that are asked again stand with what was answered.
  requireNumbersOpen(locals, url.pathname, page.filedAt, page.view?.answers)
  return { ...page, kept: url.searchParams.get('da') === 'giu' }
}

export const actions: Actions = {
  default: async (event) => {
    const { params } = event
    const result = await postCompletion(event, params.code)
    if (!('done' in result)) return result
    redirect(303, result.done === 'kept' ? pathOf`/ho-so/${params.code}/bo-sung?da=giu` : pathOf`/ho-so/${params.code}`)
  },
}
