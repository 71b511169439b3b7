import { redirect } from '@sveltejs/kit'
import { findContactCode, holderOfContact, register } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt, shownAgain } from '../../../field-faults.ts'
import { CODE_COOKIE, deviceOf, openSession, safeNext, withNext } from '../../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

const FIELDS = {
  names: { fullName: 'ho-ten', password: 'mat-khau', taxCode: 'ma-so-thue' },
  again: ['mat-khau'],
  at: { 'accounts.name-doubt': 'ho-ten' },
}

export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  const next = safeNext(url.searchParams.get('tiep'), '')
  const sealing = sealingOf(running().settings.dataDir)
  const code = await findContactCode(locals.call, sealing, cookies.get(CODE_COOKIE))
  if (!code?.proved || code.reason !== 'enter') redirect(303, withNext('/dang-ky', next))
  const { state } = await holderOfContact(locals.call.db, code.contact)
  if (state !== 'nobody' && state !== 'typed') redirect(303, withNext('/quen-mat-khau/moi', next))
  return { contact: code.contact.value, next }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const shown = shownAgain(form, FIELDS.again)
    if (shown) return shown
    const text = (name: string, most: number) => String(form.get(name) ?? '').slice(0, most)
    const sealing = sealingOf(running().settings.dataDir)
    const code = await findContactCode(locals.call, sealing, cookies.get(CODE_COOKIE))
    const result = await attemptAt(form, FIELDS, () =>
      register(locals.call, {
        flow: cookies.get(CODE_COOKIE),
        contact: code?.contact.value ?? '',
        fullName: text('ho-ten', 1200),
        password: text('mat-khau', 1000),
        kind: form.get('loai') === 'enterprise' ? 'enterprise' : 'citizen',
        taxCode: text('ma-so-thue', 40),
        sureOfName: text('ten-chac', 1200),
        device: deviceOf(cookies),
      }),
    )
    if (!('token' in result)) return result
    await openSession({ locals, cookies }, result)
    redirect(303, safeNext(url.searchParams.get('tiep'), '/ho-so'))
  },
}
