import { redirect } from '@sveltejs/kit'
import { giveSecondFactor } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attempt, textOf } from '../../refused.ts'
import { safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals }) => {
  if (!locals.signedIn) redirect(303, '/dang-nhap')
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData()
    const { signedIn, call } = locals
    if (!signedIn) redirect(303, '/dang-nhap')
    const sealing = sealingOf(running().settings.dataDir)
    const result = await attempt(form, () =>
      giveSecondFactor({ ...call, actor: signedIn.actor }, sealing, signedIn.session, textOf(form, 'ma', 20)),
    )
    if (result) return result
    redirect(303, safeNext(url.searchParams.get('tiep'), '/viec'))
  },
}
