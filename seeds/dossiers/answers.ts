import { own, setAt } from '#own-keys'
import { fold } from '#server/platform/vietnamese-text.ts'
import { answerAt, type FormField, fieldsOf, type ProcedureContent, sectionsOf } from '#server/procedures/index.ts'
import type { Chance } from './chance.ts'
import { settled } from './choices.ts'
import { liveOut } from './life.ts'
import { inventedName } from './people.ts'
import { wordsFor } from './wording.ts'

type Answers = Record<string, unknown>

const pad = (number: number, length: number) => String(number).padStart(length, '0')
const day = (year: number, chance: Chance) =>
  `${year}-${pad(chance.between(1, 12), 2)}-${pad(chance.between(1, 28), 2)}`

/** A 12-digit personal number in the right form (province 035 = Hà Nam), of nobody. */
export const inventedNumber = (chance: Chance) =>
  `0350${pad(chance.between(50, 99), 2)}${pad(chance.between(0, 999_999), 6)}`

/** Titles that are answered alike everywhere take no chance, so that the same seed keeps giving the same case. */
const ALIKE = /dân tộc|quốc tịch|nơi cấp|cơ quan cấp/i

function textFor(field: FormField, chance: Chance, on: string): string {
  const beside = chance.apart()
  if (!ALIKE.test(field.title)) chance.next()
  return wordsFor(field, beside, on)
}

function valueFor(field: FormField, chance: Chance, communes: readonly string[], on: string): unknown {
  const year = Number(on.slice(0, 4))
  if (field.options.length > 0) {
    const paper = field.options.find((each) => each.value === 'can-cuoc')
    return paper ? paper.value : chance.pick(field.options).value
  }
  switch (field.kind) {
    case 'full-name':
      return inventedName(chance)
    case 'id-number':
      return field.paper === 'passport' || field.path.endsWith('identity')
        ? textFor(field, chance, on)
        : inventedNumber(chance)
    case 'date':
      return day(year - chance.between(1, 4), chance)
    case 'partial-date':
      return day(year - chance.between(22, 70), chance)
    case 'commune':
      return chance.pick(communes)
    case 'yes-no':
      return chance.percent(30)
    case 'integer': {
      const { minimum = 0, maximum = Infinity } = field.bounds
      const few = chance.between(1, 5)
      return Math.min(maximum, minimum > 5 ? minimum + few : few)
    }
    case 'number':
      return chance.between(20, 300)
    case 'money':
      return chance.between(1, 500) * 1_000_000
    case 'phone':
      return `09${pad(chance.between(0, 99_999_999), 8)}`
    case 'email':
      return `${fold(inventedName(chance)).replaceAll(' ', '.')}${chance.between(1, 999)}@thu.example`
    case 'tax-code':
      return `07${pad(chance.between(0, 99_999_999), 8)}`
    case 'time':
      return `${pad(chance.between(7, 17), 2)}:30`
    default:
      return textFor(field, chance, on)
  }
}

/** No day before the one it has to follow: then it is that day. */
function inOrder(field: FormField, value: unknown, within: unknown): unknown {
  for (const limit of field.notBefore) {
    const before = limit === 'filing' ? undefined : answerAt(within, limit.replace(/^\./, ''))
    if (typeof before === 'string' && typeof value === 'string' && before.length === value.length && before > value)
      return before
  }
  return value
}

/** Plausible answers without fault to the form of a procedure; asked again until no condition opens another question. `fixed`: values by path. */
export function inventedAnswers(
  content: ProcedureContent,
  chance: Chance,
  communes: readonly string[],
  on: string,
  fixed: Answers = {},
): Answers {
  const answers: Answers = {}
  const asked = new Set<string>()
  const beside = chance.apart()
  if (!content.form) return answers
  const deciding = new Set([...content.receiving, ...content.handling].flatMap((each) => each.fields ?? []))
  for (let round = 0; round < 6; round += 1) {
    const open = sectionsOf(content.form, answers, on)
      .flatMap((section) => fieldsOf(section.fields))
      .filter((field) => !asked.has(field.path))
    if (open.length === 0) break
    for (const field of open) {
      asked.add(field.path)
      if (field.row) {
        const rows = Array.from({ length: Math.max(field.row.least, field.required ? 1 : 0) }, () => {
          const row: Answers = {}
          for (const each of fieldsOf(field.row!.fields))
            if (each.required) {
              const drawn = inOrder(each, valueFor(each, chance, communes, on), row)
              setAt(row, each.path, settled(each.path, drawn, row, beside))
            }
          return row
        })
        if (rows.length > 0) setAt(answers, field.path, rows)
      } else if (
        field.required ||
        deciding.has(field.path) ||
        chance.percent(40) ||
        own(fixed, field.path) !== undefined
      ) {
        const drawn = inOrder(field, valueFor(field, chance, communes, on), answers)
        setAt(answers, field.path, own(fixed, field.path) ?? settled(field.path, drawn, answers, beside))
      }
    }
  }
  return liveOut(answers, on, fixed, beside)
}
