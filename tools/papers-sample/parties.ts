import { bookWords, hintsOf, type Template } from '#server/papers/index.ts'
import { issuerSymbol, symbolOf } from '#server/results/index.ts'
import { fullSeeds } from '../../seeds/procedures.ts'

const TYPES: [key: RegExp, type: string][] = [
  [/^xac-nhan/, 'GXN'],
  [/^quyet-dinh/, 'QĐ'],
  [/^giay-phep/, 'GP'],
  [/^(giay-chung-nhan|dang-ky)/, 'GCN'],
  [/^thong-bao/, 'TB'],
  [/^to-trinh/, 'TTr'],
  [/^bien-ban/, 'BB'],
]
/** Papers of civil status count in the books of the year: 01/2026. */
const CIVIL = /^(giay-khai-sinh|giay-chung-nhan-ket-hon|trich-luc-)/

/** The symbol of a sample: the one that a procedure gives its result by name, else the letters of its kind and of whose it is. */
function symbolFor(key: string, issuer: string): string {
  const letters = issuerSymbol(issuer)
  const result = fullSeeds()
    .flatMap(({ content }) => content.results)
    .find((each) => each.template === key)
  const named = result && symbolOf({ ...result, kind: '' }, '')
  if (named) return named
  const type = TYPES.find(([of]) => of.test(key))?.[1]
  return type ? `${type}-${letters}` : letters
}

/** Whose sample it is, who signs it and who initials it before, and its number: from the words that templates have for them. */
export function partiesOf(template: Pick<Template, 'key' | 'schema'>, data: Record<string, unknown>) {
  const wordOf = (...keys: string[]) => {
    const found = keys.map((key) => data[key]).find((each) => typeof each === 'string' && each !== '')
    return typeof found === 'string' ? found : undefined
  }
  const issuer = wordOf('issuer', 'agency', 'desk') ?? 'Ủy ban nhân dân xã Liêm Phong'
  const lines = Array.isArray(data.authority) ? data.authority : []
  const title = wordOf('headTitle') ?? (typeof lines.at(-1) === 'string' ? String(lines.at(-1)) : undefined)
  const { book } = hintsOf(template.schema)
  return {
    issuer,
    notation: CIVIL.test(template.key) ? '01/2026' : `01/${symbolFor(template.key, issuer)}`,
    ...(book ? { book: bookWords(book.kind, 1, 2026) } : {}),
    signer: { name: wordOf('signer', 'headName', 'receiver') ?? 'Đặng Duy Nam', ...(title ? { title } : {}) },
    initials: { name: 'Lê Thị Hiền', title: 'Trưởng phòng' },
  }
}
