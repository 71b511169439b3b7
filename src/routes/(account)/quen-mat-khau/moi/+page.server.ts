import { redirect } from '@sveltejs/kit'
import { findContactCode, holderOfContact, resetPassword } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt, shownAgain } from '../../../field-faults.ts'
import { CODE_COOKIE, deviceOf, openSession, safeNext, withNext } from '../../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

const FIELDS = { names: { password: 'mat-khau', proof: 'bang-chung' }, again: ['mat-khau'] }

export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  const next = safeNext(url.searchParams.get('tiep'), '')
  const { settings } = running()
  const code = await findContactCode(locals.call, sealingOf(settings.dataDir), cookies.get(CODE_COOKIE))
  if (!code?.proved || code.reason !== 'enter') redirect(303, withNext('/quen-mat-khau', next))
  const { state } = await holderOfContact(locals.call.db, code.contact)
  if (state === 'nobody') redirect(303, withNext('/dang-ky/ten', next))
  return { contact: code.contact.value, state, next, national: Boolean(settings.oidc) }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const shown = shownAgain(form, FIELDS.again)
    if (shown) return shown
    const text = (name: string, most: number) => String(form.get(name) ?? '').slice(0, most)
    const result = await attemptAt(form, FIELDS, () =>
      resetPassword(locals.call, sealingOf(running().settings.dataDir), {
        flow: cookies.get(CODE_COOKIE),
        password: text('mat-khau', 1000),
        proof: text('bang-chung', 60),
        device: deviceOf(cookies),
      }),
    )
    if (!('token' in result)) return result
    await openSession({ locals, cookies }, result)
    redirect(303, safeNext(url.searchParams.get('tiep'), '/ho-so'))
  },
}
