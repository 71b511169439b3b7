import { redirect } from '@sveltejs/kit'
import { askRegistrationCode, register } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { attempt, textOf } from '../../refused.ts'
import { setSessionCookie } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = () => ({})

/** Where nothing can be sent, the demonstration shows the code in the page. */
const shownCode = (kind: 'phone' | 'email', code: string) => {
  const { settings } = running()
  return settings.demonstration && !(kind === 'phone' ? settings.smsUrl : settings.smtpUrl) ? code : null
}

export const actions: Actions = {
  ma: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const { contact, code } = await askRegistrationCode(locals.call, textOf(form, 'lien-he', 200))
      return { contact: contact.value, shown: shownCode(contact.kind, code) }
    })
  },
  xong: async ({ request, locals, cookies }) => {
    const form = await request.formData()
    const kind = textOf(form, 'loai', 20) === 'enterprise' ? ('enterprise' as const) : ('citizen' as const)
    const result = await attempt(form, () =>
      register(locals.call, {
        ...{
          contact: textOf(form, 'lien-he', 200),
          code: textOf(form, 'ma', 20),
          fullName: textOf(form, 'ho-ten', 1200),
          kind,
        },
        ...{ password: String(form.get('mat-khau') ?? ''), taxCode: textOf(form, 'ma-so-thue', 20) || null },
      }),
    )
    if (!('token' in result)) return result
    setSessionCookie(cookies, result)
    redirect(303, '/tai-khoan')
  },
}
