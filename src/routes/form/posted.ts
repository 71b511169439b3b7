import { own } from '#own-keys'
import { page } from '$app/state'
import type { ActState } from '#ui/act-context.ts'
import type { Fault } from '../refused.ts'
import { summaryOf } from '../form-faults.ts'

type Posted = { faults?: Fault[]; typed?: Record<string, string>; many?: Record<string, string[]> } | null
const posted = (): Posted => page.form as Posted

/** The act of an address: "?/nhan&nam=2026" -> "nhan"; "" for the one form of a page without names. */
export const actOf = (action: string) => /^\?\/([\w-]+)/.exec(action)?.[1] ?? ''
const actPosted = () => [...page.url.searchParams.keys()].find((name) => name.startsWith('/'))?.slice(1) ?? ''

/**
 * Whether this form of the page has just been refused: its fold stays open. `same`: hidden fields that tell it from others of the same act.
 */
export function isRefused(act: string, same: Readonly<Record<string, string>> = {}): boolean {
  const form = posted()
  if (!form?.faults || actPosted() !== act) return false
  return Object.entries(same).every(([name, value]) => own(form.typed ?? {}, name) === value)
}

/** Three boxes of a date as one. */
const dateTyped = (typed: Record<string, string>, name: string) =>
  ['ngay', 'thang', 'nam'].flatMap((box) => own(typed, `${name}.${box}`) ?? []).join('/')

/** What the fields of a form are told of its refusal; nothing when it was not this form. */
export function actStateOf(action: string, same: Readonly<Record<string, string>> = {}): ActState | undefined {
  if (!isRefused(actOf(action), same)) return undefined
  const { faults = [], typed = {}, many = {} } = posted() ?? {}
  const at = (name: string) => faults.filter(({ field }) => field === name).map(({ words }) => words)
  return {
    fault: (name) => at(name).join(' ') || undefined,
    text: (name) => own(typed, name) ?? (dateTyped(typed, name) || undefined),
    chosen: (name) => own(many, name) ?? [own(typed, name) ?? []].flat(),
  }
}

/** All that was wrong with what was just sent from this page, each linked to its field. */
export const faultsPosted = () => summaryOf(posted() as { faults?: Fault[] } | null)
