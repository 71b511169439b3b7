import { own } from '#own-keys'
import { type ActionFailure, fail } from '@sveltejs/kit'
import { refusalOf } from '#server/platform/bad-value.ts'
import { readCount, readId } from '#server/platform/identifiers.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { plainLines, readMoney, takeValues } from '#server/platform/values/index.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { fieldOfCode } from './field-of-code.ts'
import { lackingOf, type Wishes } from './wanted.ts'

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
  /** Of fields with several values: all that was ticked. */
  many: Record<string, string[]>
}

type Fields = Readonly<Record<string, string>>
/**
 * The form of a page that was sent, the name there of each field of the command ("collectedPaper" -> "giay-to"), and what its fields must
 * have before the act is asked at all. `keeps`: fields named like a code that hold none.
 */
export type Sent = {
  form?: string
  fields?: Fields | ((field: string) => string)
  wants?: Wishes | undefined
  keeps?: readonly string[]
}

const faultsOf = ({ all }: Refusal, form: FormData, fields: Sent['fields'] = {}): Fault[] => {
  const nameOf = (field: string) =>
    typeof fields === 'function' ? fields(field) : (own(fields, field) ?? (form.has(field) ? field : null))
  return all.flatMap(({ code, facts, field }): Fault[] => {
    if (code === 'platform.values-wrong')
      return (facts.faults as { path: string; words: string }[]).map(({ path, words }) => ({
        field: nameOf(path),
        words,
      }))
    const name = field === null ? fieldOfCode(form, code) : nameOf(field)
    return [{ field: name, words: sentenceOf(code, facts) }]
  })
}

const SECRET = /password|mat-khau|^ma$|^ma-mot-lan$|^lan-gui$/
/** Everything typed but passwords and codes, to show again; `keeps`: fields named like a code that hold none. */
export const typedIn = (form: FormData, keeps: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(
    [...form].filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && (keeps.includes(entry[0]) || !SECRET.test(entry[0])),
    ),
  )

/** Every field with more than one value, with all of them. */
const manyIn = (form: FormData): Record<string, string[]> =>
  Object.fromEntries(
    [...new Set(form.keys())]
      .filter((name) => !SECRET.test(name))
      .map((name) => [name, form.getAll(name).filter((value) => typeof value === 'string')] as const)
      .filter(([, values]) => values.length > 1),
  )

/**
 * Runs an act of a page. What a field must have is asked first, all at once; a refusal of the act comes back with all its sentences, each
 * at its field, and everything that was typed; anything else goes its way.
 */
export async function attempt<T>(
  form: FormData,
  act: () => Promise<T>,
  sent: Sent = {},
): Promise<T | ActionFailure<Refused>> {
  const again = { form: sent.form ?? '', typed: typedIn(form, sent.keeps), many: manyIn(form) }
  const lacking = lackingOf(form, sent.wants ?? {})
  if (lacking[0]) {
    const { words } = lacking[0]
    return fail(422, { fault: words, code: 'platform.values-wrong', facts: {}, faults: lacking, ...again })
  }
  try {
    return await act()
  } catch (error) {
    const refused = error instanceof Refusal ? error : refusalOf(error)
    if (!refused) throw error
    const { code, facts } = refused
    const faults = faultsOf(refused, form, sent.fields)
    return fail(own(REFUSALS, code)?.status ?? 422, { fault: sentenceOf(code, facts), code, facts, faults, ...again })
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
