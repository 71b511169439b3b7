import { redirect } from '@sveltejs/kit'
import { completionPage, postCompletion } from '../../../../form/completion-form.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  ...(await completionPage(locals.call, params.code)),
  kept: url.searchParams.get('da') === 'giu',
})

export const actions: Actions = {
  default: async (event) => {
    const { params } = event
    const result = await postCompletion(event, params.code)
    if (!('done' in result)) return result
    redirect(303, result.done === 'kept' ? pathOf`/viec/${params.code}/bo-sung?da=giu` : pathOf`/viec/${params.code}`)
  },
}
