import { redirect } from '@sveltejs/kit'
import { unlockSession } from '#server/accounts/index.ts'
import { attempt } from '../../refused.ts'
import { safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.signedIn) redirect(303, '/dang-nhap')
  return { holder: locals.signedIn.actor.name }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData()
    const { signedIn } = locals
    if (!signedIn) redirect(303, '/dang-nhap')
    const result = await attempt(form, () =>
      unlockSession(locals.call, signedIn.session, String(form.get('mat-khau') ?? '')),
    )
    if (result) return result
    redirect(303, safeNext(url.searchParams.get('tiep'), '/viec'))
  },
}
