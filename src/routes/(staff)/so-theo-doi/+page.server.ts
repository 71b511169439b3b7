import { redirect } from '@sveltejs/kit'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { mayAnywhere } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { setBook } from '#server/slips/index.ts'
import { attempt, textOf } from '../../refused.ts'
import { paperHouse } from '../../slip-pdf.ts'
import { readDay } from '../../typed-day.ts'
import { pathOf } from '../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../wanted.ts'

export const load: PageServerLoad = async ({ locals }) => {
  const { db, actor, now } = locals.call
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const reach = actor.grants.get('dossiers.view') ?? new Set<string>()
  const own = new Set(
    (actor.postId ? (posts.all.get(actor.postId)?.duties ?? []) : []).map((duty) => duty.organisationId),
  )
  const desks = mayAnywhere(actor, 'dossiers.view')
    ? directory
        .all()
        .filter((unit) => directory.servedBy(unit.id).length > 0 && reach.has(unit.id))
        .toSorted((a, b) => Number(own.has(b.id)) - Number(own.has(a.id)) || a.name.localeCompare(b.name, 'vi'))
        .map(({ id, name }) => ({ value: id, label: name }))
    : []
  return { desks, from: `${on.slice(0, 8)}01`, to: on }
}

/** What each form must have. */
const WANTS = {
  book: {
    quay: 'Chọn bộ phận một cửa.',
    tu: aDay('Ghi từ ngày nào: ngày/tháng/năm.'),
    den: aDay('Ghi đến ngày nào: ngày/tháng/năm.'),
  },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData()
    const period = {
      ...{
        deskId: textOf(form, 'quay', 100),
        from: readDay(textOf(form, 'tu', 20)) ?? '',
        to: readDay(textOf(form, 'den', 20)) ?? '',
      },
    }
    const paper = await attempt(form, () => setBook(locals.call, paperHouse(url), period), { wants: WANTS.book })
    if (!('fileSha256' in paper)) return paper
    redirect(303, pathOf`/tep/giay/${paper.id}`)
  },
}
