import { redirect } from '@sveltejs/kit'
import { newTotpSecret, setUpSecondFactor } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attempt, textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals }) => {
  const { signedIn } = locals
  if (!signedIn) redirect(303, '/dang-nhap')
  if (signedIn.owes && signedIn.owes !== 'second-factor-setup') redirect(303, '/dang-nhap')
  return newTotpSecret(signedIn.actor.name)
}

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const { signedIn, call } = locals
    if (!signedIn || (signedIn.owes && signedIn.owes !== 'second-factor-setup')) redirect(303, '/dang-nhap')
    const sealing = sealingOf(running().settings.dataDir)
    const result = await attempt(form, () =>
      setUpSecondFactor(
        { ...call, actor: signedIn.actor },
        sealing,
        signedIn.session,
        textOf(form, 'khoa', 64),
        textOf(form, 'ma', 20),
      ),
    )
    if (result) return result
    redirect(303, '/tai-khoan')
  },
}
