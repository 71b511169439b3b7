import { own } from '#own-keys'
import { error } from '@sveltejs/kit'
import { listChoices, viewUnit } from '#server/directory/index.ts'
import { runActForm, shownForm } from '../../../act-form.ts'
import { actsOnUnit } from '../acts.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const view = await viewUnit(locals.call, params.id)
  const form = shownForm(own(actsOnUnit(view), params.act), await listChoices(locals.call))
  return { ...form, about: { id: view.unit.id, name: view.unit.name } }
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const act = own(actsOnUnit(await viewUnit(locals.call, params.id)), params.act)
    if (!act) error(404, { message: 'Không có trang này.' })
    return runActForm(locals.call, await request.formData(), act)
  },
}
