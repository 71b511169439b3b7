import { redirect } from '@sveltejs/kit'
import { listReceptionDesks, receptionOn, setReceptionHours } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { attempt, textOf } from '../../../refused.ts'
import { dateOfForm, spansOfForm, weekFields, WEEK_WISHES } from '../../week-fields.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../wanted.ts'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const desks = await listReceptionDesks(call)
  const desk = desks.find((each) => each.id === url.searchParams.get('noi')) ?? null
  const today = vietnamDate(call.now)
  return {
    desk,
    desks: desks.map((each) => ({ value: each.id, label: each.name, group: each.above ?? undefined })),
    fields: desk ? weekFields(await receptionOn(call.db, desk.id, today)) : [],
    today,
    saved: url.searchParams.has('da-luu'),
  }
}

/** What each form must have. */
const WANTS = {
  set: { 'tu-ngay': aDay('Ghi từ ngày nào: ngày/tháng/năm, từ hôm nay trở đi.'), ...WEEK_WISHES },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const organisationId = textOf(form, 'noi', 100)
    const result = await attempt(
      form,
      async () => {
        await setReceptionHours(locals.call, {
          ...{ organisationId, from: dateOfForm(form, 'tu-ngay') },
          spans: spansOfForm(form),
        })
        return { done: true as const }
      },
      { wants: WANTS.set },
    )
    if (!('done' in result)) return result
    redirect(303, pathOf`/quan-tri/gio-tiep-dan?noi=${organisationId}&da-luu`)
  },
}
