import type { Organisation } from './schema.ts'

/** A written, dated delegation as it concerns one signer: its form, whose office it comes from, and the document it stands on. */
export type SigningDelegation = { form: 'KT' | 'TL' | 'TUQ' | 'Q'; fromTitle: string; documentNumber: string }

export type Signing = {
  /** Title of the signer's post as the directory has it: "Phó Chủ tịch UBND xã Liêm Phong". */
  title: string
  /** The agency in whose name the paper is issued. */
  issuer: Pick<Organisation, 'kind'>
  /** Signs for the whole committee (TM.), as the law's normal case, or the head in his own competence (a decision of the chairman). */
  inNameOf?: 'body' | 'head'
  delegation?: SigningDelegation | undefined
}
export type AuthorityLines =
  { lines: string[]; office: string; document: string | null } | { lacking: 'delegation'; office: string }

const OFFICES = [
  ...['Chủ tịch', 'Chánh Văn phòng', 'Tổng Giám đốc', 'Giám đốc', 'Chi cục trưởng', 'Cục trưởng', 'Hiệu trưởng'],
  ...['Viện trưởng', 'Trưởng Ban', 'Trưởng Bộ phận', 'Trưởng phòng', 'Trưởng'],
]

/** The office in a title without the place: "Phó Chủ tịch UBND xã Liêm Phong" is `Phó Chủ tịch`, deputy of `Chủ tịch`; "Trưởng Phòng X" is `Trưởng phòng`. */
export function officeOf(title: string): { office: string; deputyOf: string | null } {
  const deputy = /^Phó /i.test(title)
  const bare = title.replace(/^Phó /i, '')
  if (/^(Trưởng )?phòng( |$)/i.test(bare))
    return { office: deputy ? 'Phó Trưởng phòng' : 'Trưởng phòng', deputyOf: deputy ? 'Trưởng phòng' : null }
  const found = OFFICES.find((each) => bare.toLowerCase().startsWith(each.toLowerCase()))
  // "Phó Chánh Văn phòng" is a deputy too; a title outside the list (a civil servant) is the office in full.
  return { office: found ? `${deputy ? 'Phó ' : ''}${found}` : title, deputyOf: deputy && found ? found : null }
}

/**
 * Quyền hạn và chức vụ của người ký (NĐ 30/2020 art. 13, annex I box 7a): TM. for a collective body, KT. for the deputy of the head, TL. by
 * order, TUQ. by written authority, Q. for who is charged with the office. A deputy's assignment, an order and an authority are in
 * writing: without a delegation in force there are no lines (`lacking`). The lines end with the signer's own office.
 */
export function authorityLines({ title, issuer, inNameOf = 'body', delegation }: Signing): AuthorityLines {
  const { office, deputyOf } = officeOf(title)
  const body = issuer.kind === 'committee' && inNameOf === 'body' ? ['TM. ỦY BAN NHÂN DÂN'] : []
  const own = office.toUpperCase()
  const document = delegation?.documentNumber ?? null
  const of = delegation ? officeOf(delegation.fromTitle).office.toUpperCase() : ''
  if (delegation?.form === 'Q') return { lines: [...body, `Q. ${of}`], office, document }
  if (delegation?.form === 'TL' || delegation?.form === 'TUQ') {
    const acting = deputyOf ? [`KT. ${deputyOf.toUpperCase()}`] : []
    return { lines: [`${delegation.form}. ${of}`, ...acting, own], office, document }
  }
  if (deputyOf) {
    if (delegation?.form !== 'KT') return { lacking: 'delegation', office }
    return { lines: [...body, `KT. ${deputyOf.toUpperCase()}`, own], office, document }
  }
  const isHead = OFFICES.includes(office)
  if (!isHead || (issuer.kind === 'committee' && office !== 'Chủ tịch')) return { lacking: 'delegation', office }
  return { lines: [...body, own], office, document }
}
