import { redirect } from '@sveltejs/kit'
import { claimAccount } from '#server/accounts/index.ts'
import { attempt, textOf } from '../../refused.ts'
import { setSessionCookie } from '../../session-cookie.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      claimAccount(locals.call, { code: textOf(form, 'ma', 40), password: String(form.get('mat-khau') ?? '') }),
    )
    if (!('token' in result)) return result
    setSessionCookie(cookies, result)
    redirect(303, result.official ? '/viec' : '/ho-so')
  },
}
