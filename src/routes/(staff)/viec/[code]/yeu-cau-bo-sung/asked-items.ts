import type { CompletionItem, ProposedItem } from '#server/dossiers/index.ts'
import { textOf } from '../../../../refused.ts'

export type ItemFault = { id: string; words: string }
/** Items of one request as they were typed: as many as the form has, in order. */
export function typedItems(form: FormData): ProposedItem[] {
  const numbers = [...form.keys()]
    .flatMap((name) => (/^muc:\d{1,4}$/.test(name) ? [Number(name.slice(4))] : []))
    .toSorted((a, b) => a - b)
  return [...new Set(numbers)].map((at) => {
    const [target = 'other', ...key] = textOf(form, `muc:${at}`, 300).split('|')
    return {
      target,
      targetKey: key.join('|'),
      words: textOf(form, `thieu:${at}`, 1000),
      clause: textOf(form, `dieu:${at}`, 400),
      remedy: textOf(form, `cach:${at}`, 1000),
    }
  })
}

const WANTED = [
  ['thieu', 'words', 'thiếu gì, sai chỗ nào'],
  ['dieu', 'clause', 'điều khoản'],
  ['cach', 'remedy', 'cách khắc phục'],
] as const

/** Everything that lacks in the items, at its field; and the items when nothing does. */
export function readItems(items: readonly ProposedItem[]): { faults: ItemFault[]; items: CompletionItem[] } {
  const faults = items.flatMap((item, at) =>
    WANTED.flatMap(([name, part, words]) =>
      item[part] ? [] : [{ id: `o-${name}:${at}`, words: `Mục ${at + 1}: ghi ${words}.` }],
    ),
  )
  const kinds = ['document', 'field', 'other'] as const
  return {
    faults,
    items: items.map((item) => ({ ...item, target: kinds.find((kind) => kind === item.target) ?? 'other' })),
  }
}
