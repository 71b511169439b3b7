import { redirect } from '@sveltejs/kit'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { listDrafts, openDraft } from '#server/filing/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listPublished, searchPublished } from '#server/procedures/index.ts'
import { attempt, textOf } from '../../refused.ts'
import { pathOf } from '../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../wanted.ts'

/** The desks where the official's post receives. */
async function desksOf({ db, actor, now }: App.Locals['call']) {
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const duties = actor.postId ? (posts.all.get(actor.postId)?.duties ?? []) : []
  const ids = [
    ...new Set(
      duties.filter((duty) => ['receiver', 'desk-head'].includes(duty.role)).map((duty) => duty.organisationId),
    ),
  ]
  return ids.flatMap((id) => {
    const desk = directory.organisation(id)
    return desk ? [{ id, name: desk.name, tier: desk.tier }] : []
  })
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const on = vietnamDate(call.now)
  const phrase = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const desks = await desksOf(call)
  const filter = { fillable: true, tier: desks[0]?.tier }
  const found = phrase
    ? await searchPublished(call.db, on, phrase, { fillable: true }, 30)
    : await listPublished(call.db, on, filter, 60)
  return {
    phrase,
    desks,
    drafts: await listDrafts(call),
    procedures: found.map(({ code, name, shortName, tier }) => ({ code, name: shortName ?? name, tier })),
  }
}

/** What each form must have. */
const WANTS = {
  open: { quay: 'Chọn bộ phận một cửa.', 'thu-tuc': 'Chọn thủ tục.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      () => openDraft(locals.call, { procedureCode: textOf(form, 'thu-tuc', 60), deskId: textOf(form, 'quay', 100) }),
      { wants: WANTS.open },
    )
    if (!('id' in result)) return result
    redirect(303, pathOf`/ho-so/nhap/${result.id}`)
  },
}
