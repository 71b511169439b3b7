import { own } from '#own-keys'
import { loadDirectory } from '#server/directory/index.ts'
import { answerWords } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { answerAt, type FormField } from '#server/procedures/index.ts'
import { viewDraft } from './view.ts'

/** One question answered one way here and another way on another device. */
export type Difference = { path: string; title: string; mine: string; theirs: string }

/** Questions of a page whose answers differ, groups opened, rows as one. */
export function differencesOf(
  fields: readonly FormField[],
  mine: unknown,
  theirs: unknown,
  words: (field: FormField, value: unknown) => string,
): Difference[] {
  return fields.flatMap((field): Difference[] => {
    if (field.kind === 'group') return differencesOf(field.fields, mine, theirs, words)
    const [here, there] = [answerAt(mine, field.path), answerAt(theirs, field.path)]
    if (JSON.stringify(here ?? '') === JSON.stringify(there ?? '')) return []
    return [{ path: field.path, title: field.title, mine: words(field, here), theirs: words(field, there) }]
  })
}

/** What another device saved of this page beside what was typed here, question by question, and the version that holds it now. */
export async function compareSection(
  call: Call,
  command: { draftId: string; section: string; answers: Record<string, unknown> },
): Promise<{ version: number; saved: Record<string, unknown>; differences: Difference[] }> {
  const { draft, sections } = await viewDraft(call, command.draftId)
  const directory = await loadDirectory(call.db)
  const fields = sections.find((each) => each.key === command.section)?.fields ?? []
  const mine = { [command.section]: command.answers }
  const differences = differencesOf(fields, mine, draft.answers, (field, value) => answerWords(field, value, directory))
  const saved = own(draft.answers, command.section)
  return { version: draft.version, saved: { ...(saved as Record<string, unknown> | undefined) }, differences }
}
