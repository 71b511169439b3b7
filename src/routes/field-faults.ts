import { own, put } from '#own-keys'
import { type ActionFailure, fail } from '@sveltejs/kit'
import { refusalOf } from '#server/platform/bad-value.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { typedIn } from './refused.ts'

/** One fault as a page shows it: at the field `name`, or over the form when there is none. */
export type PageFault = { name: string | null; words: string }
export type RefusedAt = { code: string; faults: PageFault[]; typed: Record<string, string>; shown: boolean }

type FieldNames = Readonly<Record<string, string>>
type Given = { path: string; words: string }

/** Everything typed, and of the secrets those that are shown again to whoever has just typed them: a new password, never an old one. */
const typedWith = (form: FormData, again: readonly string[]): Record<string, string> => {
  const typed = typedIn(form)
  for (const name of again) put(typed, name, String(form.get(name) ?? ''))
  return typed
}

/**
 * Runs an act of a page whose fields the module knows by `names` (its path -> the field of the page): all faults come back at once, at their
 * fields, with everything that was typed. `again`: new secrets that are not typed twice; `at`: the field a refusal without a path belongs to, by code.
 */
export async function attemptAt<T>(
  form: FormData,
  { names, again = [], at = {} }: { names: FieldNames; again?: readonly string[]; at?: FieldNames },
  act: () => Promise<T>,
): Promise<T | ActionFailure<RefusedAt>> {
  try {
    return await act()
  } catch (error) {
    const refused = error instanceof Refusal ? error : refusalOf(error)
    if (!refused) throw error
    const { code, facts } = refused
    const given = code === 'platform.values-wrong' ? (facts.faults as Given[]) : []
    const faults: PageFault[] = given.map(({ path, words }) => ({ name: own(names, path) ?? null, words }))
    if (faults.length === 0) faults.push({ name: own(at, code) ?? null, words: sentenceOf(code, facts) })
    const typed = typedWith(form, again)
    return fail(own(REFUSALS, code)?.status ?? 422, { code, faults, typed, shown: form.has('hien') })
  }
}

/** "Hiện mật khẩu" without JavaScript: the page comes again with what was typed, the new password readable. */
export const shownAgain = (form: FormData, again: readonly string[]): RefusedAt | undefined =>
  form.get('hien') === '1' ? { code: '', faults: [], typed: typedWith(form, again), shown: true } : undefined

/** Where the demonstration has nothing to send a code by, it shows it in the page. */
export const isCodeShown = (
  settings: { demonstration: boolean; smsUrl: string | undefined; smtpUrl: string | undefined },
  kind: 'phone' | 'email',
) => settings.demonstration && !(kind === 'phone' ? settings.smsUrl : settings.smtpUrl)
