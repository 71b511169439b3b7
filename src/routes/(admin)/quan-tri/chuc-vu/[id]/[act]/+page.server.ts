import { own } from '#own-keys'
import { error } from '@sveltejs/kit'
import { listChoices, viewPost } from '#server/directory/index.ts'
import { runActForm, shownForm } from '../../../act-form.ts'
import { actsOnPost } from '../acts.ts'
import type { Actions, PageServerLoad } from './$types.js'

const which = (url: URL) => url.searchParams.get('lan') ?? ''

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = await viewPost(locals.call, params.id)
  const form = shownForm(own(actsOnPost(view, which(url)), params.act), await listChoices(locals.call))
  return { ...form, about: { id: view.post.id, name: view.post.title } }
}

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const act = own(actsOnPost(await viewPost(locals.call, params.id), which(url)), params.act)
    if (!act) error(404, { message: 'Không có trang này.' })
    return runActForm(locals.call, await request.formData(), act)
  },
}
