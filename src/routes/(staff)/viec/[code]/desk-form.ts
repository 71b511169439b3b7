import { type AcceptDossier, CompletionItem, DocumentVerdict, type FeeNote } from '#server/dossiers/index.ts'
import { moneyOf, textOf } from '../../../refused.ts'

/** Which dossier a form is about, and the state of it that was on the screen. */
export const target = (form: FormData) => ({
  dossierId: textOf(form, 'ho-so', 40),
  revision: Number(form.get('ban')) || undefined,
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

/** Lines of "what is missing": those with any word count, so that a half-filled one is told. */
export const itemsOf = (form: FormData) =>
  [0, 1, 2, 3, 4, 5].flatMap((at) => {
    const words = textOf(form, `thieu:${at}`, 1000)
    const [kind, key] = textOf(form, `muc:${at}`, 200).split('|')
    const clause = textOf(form, `dieu:${at}`, 400)
    const remedy = textOf(form, `cach:${at}`, 1000)
    if (!words && !clause && !remedy && !key) return []
    const item = CompletionItem.safeParse({ target: kind || 'other', targetKey: key ?? '', words, clause, remedy })
    return item.success ? [item.data] : []
  })
