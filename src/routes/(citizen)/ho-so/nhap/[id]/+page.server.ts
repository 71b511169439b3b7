import { redirect } from '@sveltejs/kit'
import { discardDraft, moveDraft, viewDraft } from '#server/filing/index.ts'
import { attempt, countOf } from '../../../../refused.ts'
import { newerOf } from '../../../../form/newer-version.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const view = await viewDraft(locals.call, params.id)
  if (view.draft.sentDossierId) redirect(303, locals.call.actor.kind === 'official' ? '/viec' : '/ho-so')
  const { content } = view.version
  return {
    id: params.id,
    name: content.name,
    savedAt: view.draft.savedAt,
    expiresAt: view.draft.expiresAt,
    sections: view.sections.map(({ key, title, done }) => ({ key, title, done })),
    papers: view.papers.filter((paper) => !paper.madeByForm && paper.need === 'submit').length,
    papersDone: view.missingPapers.length === 0,
    desk: view.draft.deskId !== null,
    version: view.draft.version,
    ...newerOf(view),
    leftBehind: view.draft.leftBehind,
  }
}

export const actions: Actions = {
  chuyen: async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      moveDraft(locals.call, { draftId: params.id, version: countOf(form, 'ban') }),
    )
    if (!('leftBehind' in result)) return result
    redirect(303, pathOf`/ho-so/nhap/${params.id}`)
  },
  bo: async ({ locals, params }) => {
    await discardDraft(locals.call, params.id)
    redirect(303, locals.call.actor.kind === 'official' ? '/tiep-nhan' : '/ho-so')
  },
}
