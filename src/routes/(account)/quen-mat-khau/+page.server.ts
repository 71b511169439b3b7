import { redirect } from '@sveltejs/kit'
import { askResetCode, readContact, resetPassword } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { attempt, textOf } from '../../refused.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  ma: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const contact = textOf(form, 'lien-he', 200)
      const code = await askResetCode(locals.call, contact)
      const { settings } = running()
      const open =
        settings.demonstration && !(readContact(contact)?.kind === 'phone' ? settings.smsUrl : settings.smtpUrl)
      return { contact, shown: open ? code : null }
    })
  },
  xong: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      resetPassword(locals.call, {
        contact: textOf(form, 'lien-he', 200),
        code: textOf(form, 'ma', 20),
        password: String(form.get('mat-khau') ?? ''),
      }),
    )
    if (result) return result
    redirect(303, '/dang-nhap')
  },
}
