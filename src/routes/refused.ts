import { own } from '#own-keys'
import { type ActionFailure, fail } from '@sveltejs/kit'
import { refusalOf } from '#server/platform/bad-value.ts'
import { readCount, readId } from '#server/platform/identifiers.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { plainLines, readMoney, takeValues } from '#server/platform/values/index.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'

/** One thing that was wrong: the field of the form it is about, none where it is about the act as a whole. */
export type Fault = { field: string | null; words: string }

/**
 * What a page shows when an act was refused: the first sentence and its code, all faults at once, which form of the page it was, and what
 * was typed.
 */
export type Refused = {
  fault: string
  code: string
  facts: Record<string, unknown>
  faults: Fault[]
  form: string
  typed: Record<string, string>
}

type Fields = Readonly<Record<string, string>>
/**
 * The form of a page that was sent, the name there of each field of the command ("collectedPaper" -> "giay-to"), and the field that a
 * refusal without one is about, by its code ("signing.wrong-pin" -> "mat-khau-ky").
 */
export type Sent = { form?: string; fields?: Fields | ((field: string) => string); at?: Fields }

const faultsOf = ({ all }: Refusal, form: FormData, { fields = {}, at = {} }: Sent): Fault[] => {
  const nameOf = (field: string) =>
    typeof fields === 'function' ? fields(field) : (own(fields, field) ?? (form.has(field) ? field : null))
  return all.flatMap(({ code, facts, field }): Fault[] => {
    if (code === 'platform.values-wrong')
      return (facts.faults as { path: string; words: string }[]).map(({ path, words }) => ({
        field: nameOf(path),
        words,
      }))
    const name = field === null ? (own(at, code) ?? null) : nameOf(field)
    return [{ field: name, words: sentenceOf(code, facts) }]
  })
}

/** Everything typed but passwords and codes, to show again. */
export const typedIn = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && !/password|mat-khau|^ma$|^ma-mot-lan$|^lan-gui$/.test(entry[0]),
    ),
  )

/** Runs an act of a page: a refusal comes back as a failed form with all its sentences; anything else goes its way. */
export async function attempt<T>(
  form: FormData,
  act: () => Promise<T>,
  sent: Sent = {},
): Promise<T | ActionFailure<Refused>> {
  try {
    return await act()
  } catch (error) {
    const refused = error instanceof Refusal ? error : refusalOf(error)
    if (!refused) throw error
    const { code, facts } = refused
    const faults = faultsOf(refused, form, sent)
    const words = { fault: sentenceOf(code, facts), code, facts, faults }
    return fail(own(REFUSALS, code)?.status ?? 422, { ...words, form: sent.form ?? '', typed: typedIn(form) })
  }
}

/** One text field of a posted form, trimmed and NFC; control and format characters dropped. */
export function textOf(form: FormData, name: string, most = 4000): string {
  const value = form.get(name)
  return typeof value === 'string' ? plainLines(value).slice(0, most) : ''
}

/** An identifier of a form, known to be one before anybody is asked about it. @throws Refusal `platform.bad-value`. */
export const idOf = (form: FormData, name: string): string => readId(form.get(name))

/** A whole number that a form carried along: a revision, a position. @throws Refusal `platform.bad-value`. */
export const countOf = (form: FormData, name: string): number => readCount(form.get(name))

/** Money of a form in whole đồng, nothing typed as none. @throws Refusal `platform.values-wrong` at the field. */
export function moneyOf(form: FormData): number {
  const typed = textOf(form, 'so-tien', 60)
  return typed === '' ? 0 : takeValues({ 'so-tien': readMoney(typed) })['so-tien']
}
