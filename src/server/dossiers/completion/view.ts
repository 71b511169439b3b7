import { addWorkingMinutes, getWorkCalendar, loadDirectory, ruleSetOn } from '#server/directory/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { answerAt, type FormField, getVersion } from '#server/procedures/index.ts'
import { listCompletionItems } from '../desk-queries.ts'
import { answerWords, withNumberCovered } from '../played-back.ts'
import type { Dossier } from '../queries.ts'
import { viewDossier } from '../view.ts'
import { decideSupply, fieldOf, openedFields, type SupplyFault, withAnswers } from './decide.ts'
import { type CompletionFile, findCompletionFile, findSupply, listCompletionFiles } from './queries.ts'

type Item = Awaited<ReturnType<typeof listCompletionItems>>[number]
/** An item as its page shows it: what is asked, the question itself, what is kept for it and what still lacks. */
export type CompletionLine = Item & {
  field: FormField | null
  files: Pick<CompletionFile, 'id' | 'fileName' | 'mediaType' | 'sizeBytes' | 'pages'>[]
  given: string
}
export type CompletionView = {
  round: number
  lines: CompletionLine[]
  /** Questions that the corrections opened. */
  opened: FormField[]
  /** The answers with the corrections kept so far. */
  answers: Record<string, unknown>
  note: string
  lacking: SupplyFault[]
  /** By when the desk answers, were it all sent now. */
  answerBy: Date
}

/** What is asked of the filer now, with all they gave so far. */
export async function viewCompletion({ db, now }: Pick<Call, 'db' | 'now'>, dossier: Dossier): Promise<CompletionView> {
  const on = vietnamDate(dossier.filedAt)
  const { content } = await getVersion(db, dossier.procedureVersionId)
  const items = (await listCompletionItems(db, dossier.id)).filter(({ suppliedAt }) => !suppliedAt)
  const round = items.at(-1)?.round ?? 0
  const [supply, files] = [await findSupply(db, dossier.id, round), await listCompletionFiles(db, dossier.id, round)]
  const { form } = content
  const answers = withAnswers(dossier.answers, supply.answers)
  const lines = items.map((each) => ({
    ...each,
    field: (each.target === 'field' && form && fieldOf(form, dossier.answers, on, each.targetKey)) || null,
    files: files.filter(({ item }) => item === each.item),
    given: supply.words[each.item] ?? '',
  }))
  const asked = lines.flatMap(({ field }) => field?.path ?? [])
  const opened = form ? openedFields(form, dossier.answers, supply.answers, asked, on) : []
  const supplied = {
    files: new Set(files.map(({ item }) => item)),
    answers: supply.answers,
    words: supply.words,
    received: new Set<number>(),
  }
  const { faults } = decideSupply(items, form, dossier.answers, supplied, on)
  const { settings } = await ruleSetOn(db, on)
  const calendar = await getWorkCalendar(db, dossier.deskId, vietnamDate(now))
  const answerBy = addWorkingMinutes(calendar, now, settings.answerWithinWorkingHours * 60)
  return { round, lines, opened, answers, note: supply.note, lacking: faults, answerBy }
}

/** What came new, in words: of an answer what it was and what it is; numbers of identity papers covered where no code was given. */
export async function suppliedWords(
  { db, now, actor }: Pick<Call, 'db' | 'now' | 'actor'>,
  dossier: Dossier,
  items: readonly Item[],
): Promise<{ item: number; round: number; words: string; by: string; before: string; after: string; at: Date }[]> {
  const on = vietnamDate(dossier.filedAt)
  const { content } = await getVersion(db, dossier.procedureVersionId)
  const directory = await loadDirectory(db, vietnamDate(now))
  return items.flatMap((each) => {
    if (!each.suppliedAt || !each.suppliedBy) return []
    const field =
      content.form && each.target === 'field' ? fieldOf(content.form, dossier.answers, on, each.targetKey) : undefined
    const told = (value: unknown) => {
      const words = field ? answerWords(field, value, directory) || 'để trống' : ''
      return actor.owesIdentityCode ? withNumberCovered(words) : words
    }
    return [
      {
        item: each.item,
        round: each.round,
        words: field?.title ?? each.words,
        by: each.suppliedBy,
        before: told(each.answerBefore),
        after: told(each.answerAfter ?? (field && answerAt(dossier.answers, field.path))),
        at: each.suppliedAt,
      },
    ]
  })
}

/** A file kept for an item that waits, to whoever may see the dossier. @throws Refusal `dossiers.unknown`. */
export async function findKeptCompletionFile(call: Call, id: string) {
  const file = await findCompletionFile(call.db, id)
  if (!file) return undefined
  await viewDossier(call, { id: file.dossierId })
  return { sha256: file.sha256, fileName: file.fileName, mediaType: file.mediaType, sizeBytes: Number(file.sizeBytes) }
}
