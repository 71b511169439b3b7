import { redirect } from '@sveltejs/kit'
import { claimAccount } from '#server/accounts/index.ts'
import { attemptAt, shownAgain } from '../../field-faults.ts'
import { deviceOf, openSession, safeNext } from '../../session-cookie.ts'
import type { Actions } from './$types.js'

const FIELDS = {
  names: { password: 'mat-khau' },
  again: ['mat-khau', 'ma'],
  at: { 'accounts.wrong-claim-code': 'ma' },
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const shown = shownAgain(form, FIELDS.again)
    if (shown) return shown
    const text = (name: string, most: number) => String(form.get(name) ?? '').slice(0, most)
    const result = await attemptAt(form, FIELDS, () =>
      claimAccount(locals.call, {
        code: text('ma', 60),
        password: text('mat-khau', 1000),
        device: deviceOf(cookies),
      }),
    )
    if (!('token' in result)) return result
    await openSession({ locals, cookies }, result)
    redirect(303, safeNext(url.searchParams.get('tiep'), result.official ? '/viec' : '/ho-so'))
  },
}
