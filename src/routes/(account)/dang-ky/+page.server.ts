import { redirect } from '@sveltejs/kit'
import { findContactCode, readContact, sendContactCode } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { takeValues } from '#server/platform/values/index.ts'
import { attemptAt, isCodeShown } from '../../field-faults.ts'
import { CODE_COOKIE, safeNext, setCodeCookie, withNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** "Sửa số": the contact that was typed before is here again. */
export const load: PageServerLoad = async ({ locals, cookies, url }) => {
  const sealing = sealingOf(running().settings.dataDir)
  const waiting = await findContactCode(locals.call, sealing, cookies.get(CODE_COOKIE))
  return {
    contact: waiting?.reason === 'enter' ? waiting.contact.value : '',
    next: safeNext(url.searchParams.get('tiep'), ''),
  }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const { settings } = running()
    const result = await attemptAt(form, { names: { contact: 'lien-he' } }, async () => {
      const { contact } = takeValues({ contact: readContact(String(form.get('lien-he') ?? '').slice(0, 300)) })
      const shown = isCodeShown(settings, contact.kind)
      return sendContactCode(locals.call, sealingOf(settings.dataDir), { contact, reason: 'enter', shown })
    })
    if (!('flow' in result)) return result
    setCodeCookie(cookies, result.flow)
    redirect(303, withNext('/nhap-ma', safeNext(url.searchParams.get('tiep'), '')))
  },
}
