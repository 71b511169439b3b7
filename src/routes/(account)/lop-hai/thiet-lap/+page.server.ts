import { redirect } from '@sveltejs/kit'
import { newTotpSecret, setUpSecondFactor } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt } from '../../../field-faults.ts'
import { textOf } from '../../../refused.ts'
import { homeOf, renewSession, safeNext } from '../../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

function settingUp(locals: App.Locals) {
  const { signedIn } = locals
  if (!signedIn || (signedIn.owes && signedIn.owes !== 'second-factor-setup')) redirect(303, '/dang-nhap')
  return signedIn
}

export const load: PageServerLoad = ({ locals }) => {
  const { actor, session } = settingUp(locals)
  return { ...newTotpSecret(actor.name), password: session.passwordSet, before: session.totpSet }
}

const FIELDS = { names: { oldPassword: 'mat-khau-cu', oldCode: 'ma-cu', code: 'ma' } }

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const signedIn = settingUp(locals)
    const call = { ...locals.call, actor: signedIn.actor }
    const sealing = sealingOf(running().settings.dataDir)
    const result = await attemptAt(form, FIELDS, async () => ({
      renewed: await setUpSecondFactor(call, sealing, signedIn.session, {
        secret: textOf(form, 'khoa', 64),
        code: textOf(form, 'ma', 20),
        again: { password: String(form.get('mat-khau-cu') ?? ''), code: textOf(form, 'ma-cu', 20) },
      }),
    }))
    if (!('renewed' in result)) return result
    renewSession(cookies, result.renewed)
    const otherwise = signedIn.owes ? homeOf(signedIn) : '/tai-khoan?da=lop-hai'
    redirect(303, safeNext(url.searchParams.get('tiep'), otherwise))
  },
}
