import { findPersonForAccount, openOfficialAccount } from '#server/accounts/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { attempt, idOf, textOf } from '../../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../wanted.ts'

export const load: PageServerLoad = async ({ locals, url }) => {
  const personId = url.searchParams.get('nguoi')?.slice(0, 40) ?? ''
  const person = await findPersonForAccount(locals.call, personId)
  if (!person) throw new Refusal('accounts.unknown-person')
  return { person }
}

/** What each form must have. */
const WANTS = {
  open: { nguoi: 'Chọn người được cấp tài khoản.', 'ten-dang-nhap': 'Ghi tên đăng nhập.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      () =>
        openOfficialAccount(locals.call, {
          personId: idOf(form, 'nguoi'),
          loginName: textOf(form, 'ten-dang-nhap', 60),
        }),
      { wants: WANTS.open },
    )
    if (!('code' in result)) return result
    return { slip: { ...result, address: `${url.origin}/ma-bien-nhan`, at: locals.call.now } }
  },
}
