import { redirect } from '@sveltejs/kit'
import { askNewContact, findAccount } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt, isCodeShown } from '../../../field-faults.ts'
import { setCodeCookie } from '../../../session-cookie.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const HERE = '/tai-khoan/lien-he'
const FIELDS = { names: { contact: 'lien-he', oldPassword: 'mat-khau-cu', oldCode: 'ma-cu' } }

function changing(locals: App.Locals) {
  if (!locals.signedIn || locals.signedIn.owes) redirect(303, pathOf`/dang-nhap?tiep=${HERE}`)
  return locals.signedIn
}

export const load: PageServerLoad = async ({ locals }) => {
  const { session } = changing(locals)
  const account = await findAccount(locals.call.db, session.accountId)
  const confirmed = Boolean(account?.phoneConfirmedAt ?? account?.emailConfirmedAt)
  if (locals.call.actor.owesIdentityCode && confirmed) redirect(303, pathOf`/xac-nhan-may?tiep=${HERE}`)
  return {
    phone: account?.phone ?? null,
    email: account?.email ?? null,
    password: session.passwordSet,
    totp: session.totpSet,
    unconfirmed: account?.phone && !account.phoneConfirmedAt ? account.phone : '',
  }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const form = await request.formData()
    const { session } = changing(locals)
    const { settings } = running()
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 1000)
    const result = await attemptAt(form, FIELDS, () =>
      askNewContact(locals.call, sealingOf(settings.dataDir), session, {
        contact: text('lien-he'),
        again: { password: text('mat-khau-cu'), code: text('ma-cu') },
        shown: (kind) => isCodeShown(settings, kind),
      }),
    )
    if (!('flow' in result)) return result
    setCodeCookie(cookies, result.flow)
    redirect(303, '/nhap-ma')
  },
}
