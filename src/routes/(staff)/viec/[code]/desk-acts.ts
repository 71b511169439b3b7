import { own } from '#own-keys'
import { type Cookies, redirect } from '@sveltejs/kit'
import { acceptDossier, declineDossier } from '#server/dossiers/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { keepReceipt } from '../../../flash.ts'
import { attempt, textOf } from '../../../refused.ts'
import { checksOf, FEE_FIELDS, feeOf, optional, target } from './desk-form.ts'
import { pathOf } from '../../../path-of.ts'

type Event = { request: Request; locals: App.Locals; params: { code: string }; cookies: Cookies }

const acceptField = (field: string) => own(FEE_FIELDS, field) ?? field.replace(/^checks\./, 'giay:')

/** The three outcomes of a desk. */
export const DESK_ACTS = {
  'tiep-nhan': async ({ request, locals, params, cookies }: Event) => {
    const form = await request.formData()
    const accept = () =>
      acceptDossier(locals.call, {
        ...target(form),
        checks: checksOf(form),
        timeLimitKey: optional(form, 'thoi-han', 60),
        fee: feeOf(form),
      })
    const result = await attempt(form, accept, { form: 'tiep-nhan', fields: acceptField })
    if (!('receiptSecret' in result)) return result
    keepReceipt({ cookies, locals }, params.code, result)
    redirect(303, pathOf`/giay-hen/${params.code}`)
  },
  'tu-choi': async ({ request, locals, params }: Event) => {
    const form = await request.formData()
    const decline = async () => {
      const directory = await loadDirectory(locals.call.db)
      const handOverTo = optional(form, 'chuyen-den', 100)
      const named = handOverTo ? (directory.organisation(handOverTo)?.name ?? '') : ''
      return declineDossier(locals.call, {
        ...target(form),
        reason: textOf(form, 'ly-do', 2000),
        clause: textOf(form, 'dieu-khoan', 400),
        rightPlace: textOf(form, 'noi-dung', 600) || named,
        handOverTo,
      })
    }
    const fields = { reason: 'ly-do', clause: 'dieu-khoan', rightPlace: 'noi-dung' }
    const result = await attempt(form, decline, { form: 'tu-choi', fields })
    if (!('handedOver' in result)) return result
    redirect(303, pathOf`/phieu/${params.code}`)
  },
}
