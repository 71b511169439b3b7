import { addPerson, AddPerson, unitsInReach } from '#server/directory/index.ts'
import { actForm, runActForm, shownForm } from '../../act-form.ts'
import { PERSON } from '../../directory-fields.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const form = actForm({
  title: 'Thêm người',
  intro: 'Thêm người rồi bổ nhiệm ở trang của người ấy. Tìm trước xem người ấy đã có chưa.',
  button: 'Thêm người',
  fields: PERSON(),
  command: AddPerson,
  fixed: {},
  run: addPerson,
  leads: (id) => pathOf`/quan-tri/nhan-su/${id}`,
})

export const load: PageServerLoad = async ({ locals }) => {
  await unitsInReach(locals.call)
  return shownForm(form, { units: [], posts: [] })
}
export const actions: Actions = {
  default: async ({ request, locals }) => runActForm(locals.call, await request.formData(), form),
}
