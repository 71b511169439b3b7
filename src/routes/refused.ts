import { own } from '#own-keys'
import { type ActionFailure, fail } from '@sveltejs/kit'
import { Refusal } from '#server/platform/refusal.ts'
import { plainLines, readMoney, takeValues } from '#server/platform/values/index.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'

/** What a page shows when an act was refused: the sentence, its code, and what was typed. */
export type Refused = { fault: string; code: string; facts: Record<string, unknown>; typed: Record<string, string> }

/** Everything typed but passwords and codes, to show again. */
export const typedIn = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && !/password|mat-khau|^ma$|^ma-mot-lan$|^lan-gui$/.test(entry[0]),
    ),
  )

/** Runs an act of a page: a refusal comes back as a failed form with its sentence; anything else goes its way. */
export async function attempt<T>(form: FormData, act: () => Promise<T>): Promise<T | ActionFailure<Refused>> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, facts } = error
    return fail(own(REFUSALS, code)?.status ?? 422, {
      fault: sentenceOf(code, facts),
      code,
      facts,
      typed: typedIn(form),
    })
  }
}

/** One text field of a posted form, trimmed and NFC; control and format characters dropped. */
export function textOf(form: FormData, name: string, most = 4000): string {
  const value = form.get(name)
  return typeof value === 'string' ? plainLines(value).slice(0, most) : ''
}

/** Money of a form in whole đồng, nothing typed as none. @throws Refusal `platform.values-wrong` at the field. */
export function moneyOf(form: FormData): number {
  const typed = textOf(form, 'so-tien', 60)
  return typed === '' ? 0 : takeValues({ 'so-tien': readMoney(typed) })['so-tien']
}
