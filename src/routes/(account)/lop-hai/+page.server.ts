import { redirect } from '@sveltejs/kit'
import { giveSecondFactor } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attempt, textOf } from '../../refused.ts'
import { homeOf, renewSession, safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.signedIn) redirect(303, '/dang-nhap')
}

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await request.formData()
    const { signedIn, call } = locals
    if (!signedIn) redirect(303, '/dang-nhap')
    const sealing = sealingOf(running().settings.dataDir)
    const by = { ...call, actor: signedIn.actor }
    const result = await attempt(form, async () => ({
      renewed: await giveSecondFactor(by, sealing, signedIn.session, textOf(form, 'ma', 20)),
    }))
    if (!('renewed' in result)) return result
    renewSession(cookies, result.renewed)
    redirect(303, safeNext(url.searchParams.get('tiep'), homeOf(signedIn)))
  },
}
