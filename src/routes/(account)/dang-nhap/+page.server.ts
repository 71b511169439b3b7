import { redirect } from '@sveltejs/kit'
import { signIn } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { attempt, textOf } from '../../refused.ts'
import { deviceOf, homeOf, openSession, safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ url, locals }) => {
  const { settings } = running()
  const next = safeNext(url.searchParams.get('tiep'), '')
  if (locals.signedIn && !locals.signedIn.owes) redirect(303, next || homeOf(locals.signedIn))
  return { next, national: Boolean(settings.oidc), demonstration: settings.demonstration }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      signIn(locals.call, {
        name: textOf(form, 'ten', 200),
        password: String(form.get('mat-khau') ?? ''),
        demonstration: running().settings.demonstration,
        device: deviceOf(cookies),
      }),
    )
    if (!('token' in result)) return result
    await openSession({ locals, cookies }, result)
    redirect(303, safeNext(url.searchParams.get('tiep'), '/dang-nhap'))
  },
}
