import { type Directory, officeOf, type Organisation, placeName } from '#server/directory/index.ts'

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)

/** "UBND xã Liêm Phong" in full: "Ủy ban nhân dân xã Liêm Phong". */
export const fullName = (name: string) =>
  name.replace(/^UBND /, 'Ủy ban nhân dân ').replaceAll(' UBND ', ' Ủy ban nhân dân ')

/** A commune with what stands over it, as a paper writes a place: "xã Liêm Phong, huyện Thanh Liêm, tỉnh Hà Nam". */
export function placeInFull(directory: Directory, id: string): string {
  const commune = directory.organisation(directory.successor(id))
  if (!commune) return ''
  return [commune, ...directory.ancestors(commune.id)]
    .filter((each) => each.kind === 'committee')
    .map((each) => lower(placeName(each.name)))
    .join(', ')
}

/** The committee that stands over an agency, or the agency itself when it is one. */
const committeeOf = (directory: Directory, issuer: Organisation) =>
  [issuer, ...directory.ancestors(issuer.id)].find((each) => each.kind === 'committee')

/**
 * What a paper says of the agency that issues it (NĐ 30/2020, annex I boxes 2 and 4, grounds): the body over it (none over a committee),
 * its name, the place before the day without "xã", "huyện", "tỉnh", and who decides: the committee itself, or its chairman (`head`).
 */
export function issuerFacts(
  directory: Directory,
  issuerId: string,
  signerTitle = '',
  by: 'body' | 'head' = 'head',
): Record<string, string> {
  const issuer = directory.get(issuerId)
  const committee = committeeOf(directory, issuer)
  const over = issuer.kind === 'committee' || !issuer.parentId ? undefined : directory.organisation(issuer.parentId)
  const name = fullName(issuer.name)
  const place = committee
    ? placeName(committee.name).replace(/^(Xã|Phường|Thị trấn|Huyện|Thị xã|Thành phố|Tỉnh) /, '')
    : ''
  const { office, deputyOf } = officeOf(signerTitle)
  const head = deputyOf ?? office
  return {
    over: over ? fullName(over.name) : '',
    issuer: name,
    issuerFull:
      issuer.kind === 'committee' && issuer.tier !== 'province'
        ? `Ủy ban nhân dân ${placeInFull(directory, issuer.id)}`
        : name,
    place,
    signerTitle: office,
    deciding:
      head && !(by === 'body' && issuer.kind === 'committee')
        ? `${head} ${head.startsWith('Trưởng phòng') ? lower(name.replace(/^Phòng/, 'phòng')).replace(/^phòng /, '') : name}`
        : name,
    desk: directory.deskOf(issuer.id) ? (directory.organisation(directory.deskOf(issuer.id)!)?.name ?? '') : name,
  }
}
