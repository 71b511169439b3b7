import { own } from '#own-keys'
import {
  answerAt,
  type AnswerFault,
  fieldsOf,
  type FormField,
  type FormSchema,
  sectionsOf,
  validateAnswers,
  visibleAnswers,
} from '#server/procedures/index.ts'

/** An item that was asked for. */
export type AskedItem = { round: number; item: number; target: string; targetKey: string; words: string }
/** How one item was supplied; of an answer, what it was and what it is. */
export type SupplyOf = {
  round: number
  item: number
  by: 'file' | 'answer' | 'words' | 'desk'
  before?: unknown
  after?: unknown
}
export type SupplyFault = { item: number; path?: string; words: string }

/** What came for the items of a round. */
export type Supplied = {
  /** Items with a good file. */
  files: ReadonlySet<number>
  /** Corrected answers by the path of their question. */
  answers: Record<string, unknown>
  /** Words for items that ask neither a paper nor an answer. */
  words: Record<string, string>
  /** At the desk: items that the official received on paper. */
  received: ReadonlySet<number>
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The answers with one of them changed; nothing of what was given is touched. */
export function withAnswer(answers: unknown, path: readonly string[], value: unknown): Record<string, unknown> {
  const [name = '', ...rest] = path
  const here = isRecord(answers) ? answers : {}
  const inside = own(here, name)
  return { ...here, [name]: rest.length > 0 ? withAnswer(inside, rest, value) : (value ?? undefined) }
}

export const withAnswers = (answers: Record<string, unknown>, changed: Record<string, unknown>) =>
  Object.entries(changed).reduce((all, [path, value]) => withAnswer(all, path.split('.'), value), answers)

const allFields = (form: FormSchema, answers: unknown, on: string): FormField[] =>
  sectionsOf(form, answers, on).flatMap((section) => fieldsOf(section.fields))

/** The question an item is about: itself, or the rows that hold it; undefined when the form does not ask it. */
export const fieldOf = (form: FormSchema, answers: unknown, on: string, key: string): FormField | undefined =>
  allFields(form, answers, on).find((field) => field.path === key || (field.row && key.startsWith(`${field.path}.`)))

/** What is wrong with the answers and was not so before the correction, and whatever is wrong with a corrected one. */
export function newFaults(
  form: FormSchema,
  before: Record<string, unknown>,
  changed: Record<string, unknown>,
  on: string,
): { answers: Record<string, unknown>; faults: AnswerFault[] } {
  const answers = visibleAnswers(form, withAnswers(before, changed), on)
  const known = new Set(validateAnswers(form, before, on).map((fault) => `${fault.path} ${fault.words}`))
  const isChanged = (path: string) => Object.keys(changed).some((each) => path === each || path.startsWith(`${each}.`))
  const faults = validateAnswers(form, answers, on).filter(
    (fault) => isChanged(fault.path) || !known.has(`${fault.path} ${fault.words}`),
  )
  return { answers, faults }
}

/** Questions that a correction opens or makes faulty, beside those that were asked for. */
export function openedFields(
  form: FormSchema,
  before: Record<string, unknown>,
  changed: Record<string, unknown>,
  asked: readonly string[],
  on: string,
): FormField[] {
  const { answers, faults } = newFaults(form, before, changed, on)
  const paths = [...faults.map(({ path }) => path), ...Object.keys(changed)]
  return allFields(form, answers, on).filter(
    ({ path }) => !asked.includes(path) && paths.some((each) => each === path || each.startsWith(`${path}.`)),
  )
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/**
 * What each item is supplied by: a paper by a good file of that item (or, at the desk, by the paper itself), an answer by a corrected answer,
 * anything else by words or a file for it. A note supplies nothing. What still lacks is told item by item, all at once.
 */
export function decideSupply(
  items: readonly AskedItem[],
  form: FormSchema | null | undefined,
  before: Record<string, unknown>,
  supplied: Supplied,
  on: string,
): { supplies: SupplyOf[]; faults: SupplyFault[]; answers: Record<string, unknown> } {
  const supplies: SupplyOf[] = []
  const faults: SupplyFault[] = []
  const checked = form && newFaults(form, before, supplied.answers, on)
  for (const each of items) {
    const { round, item, target, targetKey } = each
    const field = target === 'field' && form ? fieldOf(form, before, on, targetKey) : undefined
    if (field) {
      const after = answerAt(withAnswers(before, supplied.answers), field.path)
      const was = answerAt(before, field.path)
      if (Object.hasOwn(supplied.answers, field.path) && !same(was, after))
        supplies.push({ round, item, by: 'answer', before: was ?? null, after: after ?? null })
      else
        faults.push({
          item,
          path: field.path,
          words: `Câu "${field.title}" vẫn như cũ. Ông/Bà sửa lại câu trả lời ở mục ${item}.`,
        })
    } else if (supplied.files.has(item)) supplies.push({ round, item, by: 'file' })
    else if (supplied.received.has(item)) supplies.push({ round, item, by: 'desk' })
    else if (target !== 'document' && supplied.words[item]?.trim()) supplies.push({ round, item, by: 'words' })
    else
      faults.push({
        item,
        words:
          target === 'document'
            ? `Mục ${item} chưa có tệp: ${each.words}. Lời nhắn không thay được giấy tờ; Ông/Bà chụp giấy rồi chọn tệp.`
            : `Mục ${item} chưa có trả lời: ${each.words}.`,
      })
  }
  for (const { path, words } of checked?.faults ?? []) {
    const item = items.find(({ targetKey }) => path === targetKey || targetKey.startsWith(`${path}.`))?.item ?? 0
    if (!faults.some((fault) => fault.path === path)) faults.push({ item, path, words })
  }
  return { supplies, faults, answers: checked?.answers ?? before }
}
