import { EstablishOrganisation, establishOrganisation, listChoices } from '#server/directory/index.ts'
import { actForm, runActForm, shownForm } from '../../act-form.ts'
import { BASIS, FACTS, FROM } from '../../directory-fields.ts'
import { KINDS, options, SCHEMES, TIERS } from '../../directory-words.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const formOf = (parentId: string) =>
  actForm({
    title: 'Thành lập đơn vị',
    button: 'Thành lập đơn vị',
    fields: [
      { name: 'name', label: 'Tên đầy đủ', hint: 'Đúng như trong văn bản thành lập', kind: 'text' },
      { name: 'kind', label: 'Loại', kind: 'select', options: options(KINDS) },
      { name: 'tier', label: 'Cấp', kind: 'select', options: options(TIERS) },
      {
        name: 'parentId',
        label: 'Thuộc đơn vị',
        hint: 'Gõ vài chữ rồi chọn trong danh sách',
        kind: 'unit',
        given: parentId,
      },
      FROM,
      BASIS,
      ...FACTS({ address: '', phone: '', functions: [] }),
      ...(['gso', 'qcvn102', 'qd20'] as const).map((scheme) => ({
        ...{ name: `codes.${scheme}`, label: SCHEMES[scheme]!, kind: 'text' as const, optional: true, short: true },
      })),
    ],
    command: EstablishOrganisation,
    fixed: {},
    run: establishOrganisation,
    leads: (id) => pathOf`/quan-tri/don-vi/${id}`,
  })

export const load: PageServerLoad = async ({ locals, url }) =>
  shownForm(formOf(url.searchParams.get('duoi')?.slice(0, 100) ?? ''), await listChoices(locals.call))

export const actions: Actions = {
  default: async ({ request, locals }) => runActForm(locals.call, await request.formData(), formOf('')),
}
