import { redirect } from '@sveltejs/kit'
import { settleClash, viewClashes } from '#server/accounts/index.ts'
import { attempt, idOf, textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../wanted.ts'

export const load: PageServerLoad = async ({ locals, url }) => {
  const rows = await viewClashes(locals.call)
  const numbers = [...new Set(rows.map((each) => each.contact))]
  return {
    numbers: numbers.map((contact) => ({ contact, accounts: rows.filter((each) => each.contact === contact) })),
    saved: url.searchParams.has('da-luu'),
  }
}

/** What each form must have. */
const WANTS = {
  settle: { 'tai-khoan': 'Chọn số này là của tài khoản nào.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        const command = { contact: textOf(form, 'so', 20), accountId: idOf(form, 'tai-khoan') }
        await settleClash(locals.call, command)
        return { done: true as const }
      },
      { wants: WANTS.settle },
    )
    if (!('done' in result)) return result
    redirect(303, '/quan-tri/so-trung?da-luu')
  },
}
