import type { Fault } from './refused.ts'

type Failed = { form?: string; faults?: readonly Fault[]; typed?: Record<string, string> } | null | undefined

/** The id that a component of `src/ui` gives the field of this name. */
const idOf = (field: string) => `o-${field.replaceAll('.', '-')}`

/** All that was wrong, for the summary at the top, each a link to its field. */
export const summaryOf = (failed: Failed): { id?: string; words: string }[] =>
  (failed?.faults ?? []).map(({ field, words }) => (field ? { id: idOf(field), words } : { words }))

/** Of one form of a page: what was typed there, whether it was the one refused (its fold stays open), and the fault of each field. */
export function formState(failed: Failed, form: string) {
  const isIt = Boolean(failed) && (failed?.form ?? '') === form
  const faults = isIt ? (failed?.faults ?? []) : []
  return {
    isOpen: isIt,
    typed: isIt ? (failed?.typed ?? {}) : {},
    fault: (field: string) =>
      faults
        .filter((each) => each.field === field)
        .map((each) => each.words)
        .join(' ') || undefined,
  }
}
export type FormState = ReturnType<typeof formState>
