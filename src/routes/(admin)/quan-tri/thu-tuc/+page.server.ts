import { redirect } from '@sveltejs/kit'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { draftVersion, findPublished, listPublicationWork, type VersionState } from '#server/procedures/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { attempt, textOf } from '../../../refused.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../wanted.ts'

const STATES = ['draft', 'submitted', 'checked', 'published']

export const load: PageServerLoad = async ({ locals, url }) => {
  const asked = url.searchParams.get('o') ?? ''
  const state = STATES.includes(asked) ? (asked as VersionState) : undefined
  const { grants } = locals.call.actor
  return {
    state: state ?? null,
    items: await listPublicationWork(locals.call, state),
    keepers: [...(grants.get('procedures.draft') ?? [])].slice(0, 1),
  }
}

/** What each form must have. */
const WANTS = {
  draft: { ma: 'Ghi mã thủ tục.', 'co-quan': 'Chọn cơ quan soạn.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const { call } = locals
    const result = await attempt(
      form,
      async () => {
        const code = textOf(form, 'ma', 60).toUpperCase()
        const version = await findPublished(call.db, code, vietnamDate(call.now))
        if (!version) throw new Refusal('procedures.unknown-code', { code })
        return draftVersion(call, {
          organisationId: textOf(form, 'co-quan', 100),
          ruleSetId: version.ruleSetId,
          content: version.content,
        })
      },
      { wants: WANTS.draft, keeps: ['ma'] },
    )
    if (!('id' in result)) return result
    redirect(303, pathOf`/quan-tri/thu-tuc/${result.id}`)
  },
}
