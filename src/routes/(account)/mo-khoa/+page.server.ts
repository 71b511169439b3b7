import { redirect } from '@sveltejs/kit'
import { idleMinutesOf, unlockSession } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { attempt } from '../../refused.ts'
import { homeOf, renewSession, safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals, url }) => {
  if (!locals.signedIn) redirect(303, '/dang-nhap')
  const { session, actor } = locals.signedIn
  const next = safeNext(url.searchParams.get('tiep'), '')
  const minutes = idleMinutesOf(session)
  const national = Boolean(running().settings.oidc)
  return { holder: actor.name, minutes, password: session.passwordSet, national, next }
}

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await request.formData()
    const { signedIn } = locals
    if (!signedIn) redirect(303, '/dang-nhap')
    const call = { ...locals.call, actor: signedIn.actor }
    const result = await attempt(form, async () => ({
      renewed: await unlockSession(call, signedIn.session, String(form.get('mat-khau') ?? '')),
    }))
    if (!('renewed' in result)) return result
    renewSession(cookies, result.renewed)
    redirect(303, safeNext(url.searchParams.get('tiep'), homeOf(signedIn)))
  },
}
