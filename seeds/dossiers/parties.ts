import { ownerFrom } from '#server/dossiers/index.ts'
import { answerAt, type ProcedureContent } from '#server/procedures/index.ts'
import type { Chance } from './chance.ts'
import { inventedName, personalNumber, sexOfName, surnameOf } from './people.ts'

export type Parties = {
  owner: ReturnType<typeof ownerFrom>
  filer: { name: string; phone: string | null; authorisation: string | null }
}

/** By what right somebody hands in for a person who is not themselves. */
const RIGHTS = new Map([
  ['child', 'Cha, mẹ của người có tên trong hồ sơ'],
  ['parent', 'Con của người có tên trong hồ sơ'],
  ['guardian', 'Người giám hộ'],
  ['authorised', 'Văn bản ủy quyền đã chứng thực'],
])

/**
 * Chủ hồ sơ and người nộp of invented answers: the owner is the person or the unit that the answers name, and who files is the applicant; now and
 * then (`alone` aside) a child of the owner brings the dossier for them.
 */
export function partiesOf(
  content: ProcedureContent,
  answers: Record<string, unknown>,
  alone: boolean,
  chance: Chance,
): Parties {
  const told = ownerFrom(content, answers)
  const text = (path: string) => {
    const value = answerAt(answers, path)
    return typeof value === 'string' && value !== '' ? value : null
  }
  const phone = told.phone ?? text('applicant.phone') ?? `09${String(chance.between(0, 99_999_999)).padStart(8, '0')}`
  const applicant = text('applicant.fullName') ?? told.name
  if (told.kind === 'enterprise' || told.kind === 'agency')
    return { owner: { ...told, phone }, filer: { name: applicant, phone, authorisation: 'Giấy giới thiệu của đơn vị' } }
  const birth = told.birth ?? String(chance.between(1958, 2000))
  const identity = told.identity ?? personalNumber(sexOfName(told.name) ?? 'male', birth, chance)
  const paper = told.identity ? told.identityPaper : ('can-cuoc' as const)
  const young = told.identityPaper === 'none'
  const owner = { ...told, phone, birth, identity: young ? null : identity, identityPaper: young ? null : paper }
  if (applicant !== told.name) {
    const right =
      told.kind === 'household'
        ? null
        : (RIGHTS.get(String(answerAt(answers, 'applicant.relation'))) ?? 'Người thân trong gia đình')
    return { owner, filer: { name: applicant, phone, authorisation: right } }
  }
  if (alone || chance.percent(85) || Number(birth.slice(0, 4)) > 1980)
    return { owner, filer: { name: applicant, phone, authorisation: null } }
  const relative = inventedName(chance, undefined, surnameOf(told.name))
  const authorisation = sexOfName(relative) === 'female' ? 'Con gái' : 'Con trai'
  return { owner, filer: { name: relative, phone, authorisation } }
}
