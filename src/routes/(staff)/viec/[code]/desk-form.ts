import { type AcceptDossier, DocumentVerdict, type FeeNote } from '#server/dossiers/index.ts'
import { countOf, idOf, moneyOf, textOf } from '../../../refused.ts'

/** Which dossier a form is about, and the state of it that was on the screen. */
export const target = (form: FormData) => ({
  dossierId: idOf(form, 'ho-so'),
  revision: form.has('ban') ? countOf(form, 'ban') || undefined : undefined,
})
export const optional = (form: FormData, name: string, most = 4000) => textOf(form, name, most) || null

/** What the desk ticked. */
export const checksOf = (form: FormData): AcceptDossier['checks'] =>
  [...form.keys()]
    .filter((name) => name.startsWith('giay:'))
    .flatMap((name) => {
      const verdict = DocumentVerdict.safeParse(form.get(name))
      return verdict.success
        ? [{ documentKey: name.slice(5), verdict: verdict.data, remark: optional(form, `ghi:${name.slice(5)}`, 1000) }]
        : []
    })

/** The fields of the fee, of each form that notes one. */
export const FEE_FIELDS: Readonly<Record<string, string>> = {
  ...{ 'fee.state': 'thu-phi', 'fee.receipt': 'bien-lai', 'fee.reason': 'ly-do-mien' },
  ...{ receipt: 'bien-lai', reason: 'ly-do-mien' },
}

/** What the desk noted of the fee. */
export const feeOf = (form: FormData): FeeNote | null => {
  const state = textOf(form, 'thu-phi', 10)
  const total = moneyOf(form)
  return state === 'paid' || state === 'exempt' || state === 'due'
    ? { state, total, receipt: optional(form, 'bien-lai', 60), reason: optional(form, 'ly-do-mien', 400) }
    : null
}
