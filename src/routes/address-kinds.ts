import { isId } from '#server/platform/identifiers.ts'

/** What a part of an address that names something may be. */
const KINDS = {
  /** A row of the house. */
  id: isId,
  /** A unit, post, calendar, procedure, picture or page that is known by a word of its own: letters, digits, dots, lines. */
  key: (text: string) => /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,199}$/u.test(text),
  /** The code of a dossier or paper as people type it, or what they took for one. */
  code: (text: string) => /^[\p{L}\p{N}\p{P}\p{S} ]{1,100}$/u.test(text),
  /** A token of an outside program. */
  token: (text: string) => /^[\w-]{43}$/.test(text),
}
type Kind = keyof typeof KINDS

/**
 * Every part in brackets of every address, what it must be, and the pages beside it that are known by a word. An address that is none of these
 * is no page: it is answered so before anybody, and the database above all, is asked about it. A test compares this with the routes.
 */
export const ADDRESSES: Record<string, { kind: Kind; beside?: readonly string[] }> = {
  '/api/agent/[token]': { kind: 'token' },
  '/api/agent/[token]/[name]': { kind: 'key' },
  '/ban-sao/[id]': { kind: 'id', beside: ['bang-tinh', 'giay'] },
  '/ban-sao/giay/[code]': { kind: 'code' },
  '/chung-thuc-so/khoa/[cua]': { kind: 'key' },
  '/co-quan/[id]': { kind: 'key' },
  '/don-vi/[id]': { kind: 'key', beside: ['bang-tinh'] },
  '/giay-hen/[code]': { kind: 'code' },
  '/giay-to-cua-toi/[id]': { kind: 'id' },
  '/giay-to-da-ky/[id]': { kind: 'id' },
  '/ho-so/[code]': { kind: 'code', beside: ['bang-tinh', 'nhap'] },
  '/ho-so/[code]/giay/[loai]': { kind: 'key' },
  '/ho-so/nhap/[id]': { kind: 'id' },
  '/ho-so/nhap/[id]/phan/[section]': { kind: 'key' },
  '/kiem-tra/[code]': { kind: 'code', beside: ['ket-qua', 'ngoai-tuyen'] },
  '/kiem-tra/ket-qua/[id]': { kind: 'key' },
  '/ky-so/[id]': { kind: 'id', beside: ['hinh'] },
  '/ky-so/hinh/[picture]': { kind: 'id' },
  '/nop-ho-so/[code]': { kind: 'code' },
  '/phieu/[code]': { kind: 'code' },
  '/quan-tri/chung-thuc-so/[id]': {
    kind: 'id',
    beside: ['bang-tinh', 'co-quan', 'de-nghi', 'nhap', 'phe-duyet'],
  },
  '/quan-tri/chung-thuc-so/[id]/bien-ban/[minutes]': { kind: 'id' },
  '/quan-tri/chung-thuc-so/de-nghi/[id]': { kind: 'id' },
  '/quan-tri/chuc-vu/[id]': { kind: 'key' },
  '/quan-tri/chuc-vu/[id]/[act]': { kind: 'key' },
  '/quan-tri/don-vi/[id]': { kind: 'key', beside: ['bang-tinh', 'thanh-lap'] },
  '/quan-tri/don-vi/[id]/[act]': { kind: 'key', beside: ['bang-tinh'] },
  '/quan-tri/lich/[id]': { kind: 'key' },
  '/quan-tri/nhan-su/[id]': { kind: 'id', beside: ['bang-tinh', 'them'] },
  '/quan-tri/nhan-su/[id]/[act]': { kind: 'key' },
  '/quan-tri/tai-khoan/[id]': { kind: 'id', beside: ['bang-tinh', 'moi'] },
  '/quan-tri/thu-tuc/[id]': { kind: 'id' },
  '/tep/[id]': { kind: 'id', beside: ['giay'] },
  '/tep/giay/[id]': { kind: 'id' },
  '/the/[id]': { kind: 'id' },
  '/thu-tuc/[code]': { kind: 'code', beside: ['bang-tinh'] },
  '/tiep-tuc/[id]': { kind: 'id' },
  '/tra-cuu/[code]': { kind: 'code' },
  '/tro-giup/[quyen]': { kind: 'key' },
  '/viec/[code]': { kind: 'code', beside: ['bang-tinh'] },
  '/viec/[code]/giay/[loai]': { kind: 'key' },
}

const PATTERNS = Object.entries(ADDRESSES).map(([address, { kind, beside = [] }]) => ({
  begins: new RegExp(`^${address.replace(/\[\w+\]$/, '([^/]+)').replace(/\[\w+\]/g, '[^/]+')}(?:/|$)`),
  isOne: KINDS[kind],
  beside: new Set<string>(beside),
}))

/** Whether an address names something that cannot be: an identifier that is none, a word with signs that no name has. */
export function isNoAddress(pathname: string): boolean {
  const path = pathname.replace(/\/__data\.json$|\/$/, '')
  return PATTERNS.some(({ begins, isOne, beside }) => {
    const part = begins.exec(path)?.[1]
    if (part === undefined) return false
    const said = decodeURIComponent(part)
    return !beside.has(said) && !isOne(said)
  })
}
