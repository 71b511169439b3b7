import { fold } from '#server/platform/vietnamese-text.ts'

/** What people shorten, and what they mean. */
const SHORT: Record<string, string> = {
  gplx: 'giay phep lai xe',
  cccd: 'can cuoc cong dan',
  cmnd: 'chung minh nhan dan',
  dkkd: 'dang ky kinh doanh',
  gpxd: 'giay phep xay dung',
  lltp: 'ly lich tu phap',
  gcn: 'giay chung nhan',
  qsdd: 'quyen su dung dat',
  bhyt: 'bao hiem y te',
  dtm: 'danh gia tac dong moi truong',
}
/** Words that say nothing about the matter. */
const EMPTY = new Set([
  'toi',
  'thi',
  'la',
  'va',
  'cho',
  'can',
  'gi',
  'lam',
  'muon',
  'xin',
  'o',
  'dau',
  'nhu',
  'the',
  'nao',
  'cua',
  'voi',
  'de',
  'co',
  'khong',
  'ho',
  'so',
  'thu',
  'tuc',
  'trinh',
  'tu',
  'thuc',
  'hien',
  'bao',
  'nhieu',
])

const spell = (word: string) => SHORT[word] ?? word.replace(/^dang ki$/, 'dang ky')
const words = (text: string) =>
  fold(text)
    .split(' ')
    .filter(Boolean)
    .flatMap((word) => spell(word).split(' '))
    .map((word) => (word === 'ki' ? 'ky' : word))

/** Words and word pairs of a text, folded: what rows and queries share. */
export function tokensOf(text: string): string[] {
  const all = words(text)
  const pairs = all.slice(1).map((word, at) => `${all[at]}_${word}`)
  return [...new Set([...all, ...pairs])]
}

/** Tokens of what somebody typed; pairs always, single words only when they say something. Never more than 40. */
export function queryTokens(phrase: string): string[] {
  const all = tokensOf(phrase.slice(0, 300))
  const telling = all.filter((token) => token.includes('_') || !EMPTY.has(token))
  return (telling.length > 0 ? telling : all).slice(0, 40)
}
