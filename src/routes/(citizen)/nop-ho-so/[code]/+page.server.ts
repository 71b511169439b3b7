import { error, redirect } from '@sveltejs/kit'
import { listDrafts, openDraft } from '#server/filing/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findPublished } from '#server/procedures/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db, now } = locals.call
  const version = await findPublished(db, params.code.toUpperCase(), vietnamDate(now))
  if (!version?.fillable) error(404, { message: 'Thủ tục này chưa nộp được tại đây.' })
  const { code, name, timeLimits, requiredDocuments, presence, form } = version.content
  const papers = requiredDocuments
    .filter((each) => each.need === 'submit' && !each.madeByForm)
    .map((each) => ({ name: each.name, when: each.whenWords ?? null, optional: each.optional }))
  const begun = locals.call.actor.kind === 'citizen' ? await listDrafts(locals.call) : []
  return {
    code,
    /** Forms of this procedure begun before: offered again rather than begun twice. */
    begun: begun.filter((each) => each.code === code).map(({ id, savedAt }) => ({ id, savedAt })),
    name,
    timeLimits,
    papers,
    presence: presence ?? null,
    from: (url.searchParams.get('tu') ?? '').slice(0, 40),
    sections: Object.values(form!.properties).map((section) => section.title),
  }
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      openDraft(locals.call, {
        procedureCode: params.code.toUpperCase(),
        fromDossier: textOf(form, 'tu', 40) || null,
      }),
    )
    if (!('id' in result)) return result
    redirect(303, pathOf`/ho-so/nhap/${result.id}`)
  },
}
