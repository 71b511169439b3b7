import { own } from '#own-keys'
import { officeOf, type Organisation } from '#server/directory/index.ts'
import type { Paper } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Where the data of a paper name who issues it (box 2 of NĐ 30/2020 annex I) and who decides (under the name of a decision, over that of a certificate). */
const ISSUING = 'issuer'
const DECIDING = ['deciding', 'office'] as const

/** Words of a head as they are compared: "UBND xã Liêm Phong" is "ỦY BAN NHÂN DÂN XÃ LIÊM PHONG", dashes and spaces as anyone types them. */
const plain = (words: string) =>
  words
    .normalize('NFC')
    .toUpperCase()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/\s*-\s*/g, ' - ')
    .replaceAll(/[\s\u00a0]+/g, ' ')
    .replaceAll(/(?<!\p{L})UBND(?!\p{L})/gu, 'ỦY BAN NHÂN DÂN')
    .replaceAll('UỶ BAN', 'ỦY BAN')
    .trim()
/** A name ends where a comma, a bracket or the unit above it follows: "XÃ LIÊM PHONG THƯỢNG" is another commune. */
const ENDS = /^(?:$|[\s]*[,.;:()]|\s(?:-\s)?(?:XÃ|PHƯỜNG|THỊ TRẤN|HUYỆN|QUẬN|THỊ XÃ|THÀNH PHỐ|TỈNH)\s)/u
const within = (words: string, name: string) => {
  const at = ` ${words}`.indexOf(` ${name}`)
  return at >= 0 && ENDS.test(words.slice(at + name.length))
}

/** Whether words name this agency: its whole name with or without what stands around it, or its kind alone ("ỦY BAN NHÂN DÂN"). */
const names = (words: string, agency: string) => within(words, agency) || agency.startsWith(`${words} `)

/**
 * Whether the head of a paper and the authority it is signed with speak of the same: the agency named is the one that issues it, and a
 * decision of the committee is signed "TM.", one of its chairman is not (NĐ 30/2020 annex I boxes 2 and 7a). Both may have been typed by
 * hand. Undefined: they agree, or the paper says nothing of it.
 */
export function decideHead(
  data: Paper['data'],
  issuer: Pick<Organisation, 'kind' | 'name'>,
  authority: readonly string[] | undefined,
): Refusal | undefined {
  const agency = plain(issuer.name)
  const differs = (set: string, wanted: string) => new Refusal('signing.head-differs', { set, wanted })
  const typed = (key: string) => {
    const words = own(data, key)
    return typeof words === 'string' ? words.trim() : ''
  }
  const head = typed(ISSUING)
  if (head && !names(plain(head), agency)) return differs(head, issuer.name)
  for (const key of DECIDING) {
    const set = typed(key)
    if (!set) continue
    const { rest, office } = decidedBy(plain(set))
    if (rest && !names(rest, agency)) return differs(set, issuer.name)
    if (issuer.kind !== 'committee' || !authority?.length) continue
    const forCommittee = plain(authority[0]!).startsWith('TM. ')
    const byCommittee = office === ''
    // By order or by authority (TL., TUQ.) nobody writes TM., whoever decided.
    const isForAnother = /^(TL|TUQ)\. /.test(plain(authority[0]!))
    if (!isForAnother && forCommittee !== byCommittee) return differs(set, authority.join(', '))
  }
  return undefined
}

/** "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ A": the office that decides, empty where the body itself does, and the agency named behind it. */
function decidedBy(words: string): { office: string; rest: string } {
  const { office } = officeOf(words.toLowerCase())
  const known = office !== words.toLowerCase()
  if (!known) return { office: '', rest: words }
  // "Trưởng phòng Tư pháp" names the division by the last word of the office.
  const agencyWord = office.toUpperCase().endsWith('PHÒNG') ? 'PHÒNG ' : ''
  return { office, rest: `${agencyWord}${words.slice(office.length).trim()}`.trim() }
}
