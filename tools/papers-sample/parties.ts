import { bookWords, hintsOf, type Template } from '#server/papers/index.ts'

const TYPES: [key: RegExp, type: string][] = [
  [/^quyet-dinh/, 'QĐ'],
  [/^giay-phep/, 'GP'],
  [/^thong-bao/, 'TB'],
  [/^to-trinh/, 'TTr'],
  [/^bien-ban/, 'BB'],
]
/** Papers of civil status count in the books of the year: 01/2026. */
const CIVIL = /^(giay-khai-sinh|giay-chung-nhan-ket-hon|trich-luc-)/
/** `UBND` of "Ủy ban nhân dân xã Liêm Phong", `SXD` of "Sở Xây dựng". */
const lettersOf = (issuer: string) =>
  issuer.startsWith('Ủy ban nhân dân')
    ? 'UBND'
    : (issuer.match(/\p{L}+/gu) ?? []).map((word) => word[0]!.toUpperCase()).join('')

/** Whose sample it is, who signs it, and its number: from the words that templates have for them. */
export function partiesOf(template: Pick<Template, 'key' | 'schema'>, data: Record<string, unknown>) {
  const wordOf = (...keys: string[]) => {
    const found = keys.map((key) => data[key]).find((each) => typeof each === 'string' && each !== '')
    return typeof found === 'string' ? found : undefined
  }
  const issuer = wordOf('issuer', 'agency', 'desk') ?? 'Ủy ban nhân dân xã Liêm Phong'
  const lines = Array.isArray(data.authority) ? data.authority : []
  const title = wordOf('headTitle') ?? (typeof lines.at(-1) === 'string' ? String(lines.at(-1)) : undefined)
  const { book } = hintsOf(template.schema)
  const type = TYPES.find(([key]) => key.test(template.key))?.[1]
  return {
    ...{ issuer, notation: CIVIL.test(template.key) ? '01/2026' : `01/${type ? `${type}-` : ''}${lettersOf(issuer)}` },
    ...(book ? { book: bookWords(book.kind, 1, 2026) } : {}),
    signer: { name: wordOf('signer', 'headName', 'receiver') ?? 'Đặng Duy Nam', ...(title ? { title } : {}) },
  }
}
