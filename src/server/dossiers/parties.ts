import {
  type FieldFault,
  faultWords,
  optional,
  plainLine,
  readDay,
  readEmail,
  readIdentityNumber,
  type Reading,
  readOrganisationName,
  readPersonName,
  readPhone,
  readTaxCode,
  readText,
  takeValues,
  wrongValues,
} from '#server/platform/values/index.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { answerAt, type ProcedureContent } from '#server/procedures/index.ts'
import { type Filer, IdentityPaper, type Owner } from './schema.ts'

const LONGEST_NAME = 1200
const LONGEST_ADDRESS = 600

const nameOf = (kind: Owner['kind'], name: string) =>
  kind === 'person' ? readPersonName(name, { most: LONGEST_NAME }) : readOrganisationName(name, { most: LONGEST_NAME })

/** A birth may be known by its year alone, and is not to come. */
function birthOf(typed: string, on: string): Reading<string> {
  const day = readDay(typed, { partial: true })
  return !day.fault && day.kept > on ? { fault: { code: 'day-to-come', facts: {} } } : day
}

/** Chủ hồ sơ as kept. @throws Refusal `platform.values-wrong`, all faults at once. */
export function takeOwner(owner: Owner, on: string): Owner {
  const { kind, identityPaper = null } = owner
  const kept = takeValues({
    'owner.name': nameOf(kind, owner.name),
    'owner.birth': optional(owner.birth, (typed) => birthOf(typed, on)),
    'owner.identity': optional(owner.identity, (typed) => readIdentityNumber(identityPaper, typed)),
    'owner.taxCode': optional(owner.taxCode, readTaxCode),
    'owner.phone': optional(owner.phone, readPhone),
    'owner.email': optional(owner.email, readEmail),
    'owner.address': optional(owner.address, (typed) => readText(typed, { most: LONGEST_ADDRESS })),
  })
  return {
    kind,
    identityPaper,
    name: kept['owner.name'],
    birth: kept['owner.birth'],
    identity: kept['owner.identity'],
    taxCode: kept['owner.taxCode'],
    phone: kept['owner.phone'],
    email: kept['owner.email'],
    address: kept['owner.address'],
  }
}

/** Người nộp as kept: a person, or an office that hands in for its people. @throws Refusal `platform.values-wrong`. */
export function takeFiler(filer: Filer): Filer {
  const kept = takeValues({
    'filer.name': readOrganisationName(filer.name, { most: LONGEST_NAME }),
    'filer.identity': optional(filer.identity, (typed) => readIdentityNumber(undefined, typed)),
    'filer.phone': optional(filer.phone, readPhone),
    'filer.email': optional(filer.email, readEmail),
    'filer.authorisation': optional(filer.authorisation, (typed) => readText(typed, { most: 400 })),
  })
  return {
    accountId: filer.accountId ?? null,
    name: kept['filer.name'],
    identity: kept['filer.identity'],
    phone: kept['filer.phone'],
    email: kept['filer.email'],
    authorisation: kept['filer.authorisation'],
  }
}

const textAt = (answers: unknown, path: string | undefined) => {
  const value = path ? answerAt(answers, path) : undefined
  return typeof value === 'string' && plainLine(value) ? plainLine(value) : null
}

/** Chủ hồ sơ, by the answers that the version names. */
export function ownerFrom(content: ProcedureContent, answers: unknown): Owner {
  const fields = content.owner!
  const paper = IdentityPaper.safeParse(textAt(answers, fields.identityPaper))
  const birth = textAt(answers, fields.birth)
  return {
    kind: fields.kind,
    name: textAt(answers, fields.name) ?? 'Chưa ghi tên',
    birth: birth && !readDay(birth, { partial: true }).fault ? birth : null,
    identityPaper: paper.success ? paper.data : null,
    identity: textAt(answers, fields.identityNumber),
    taxCode: textAt(answers, fields.taxCode),
    phone: textAt(answers, fields.phone),
    address: textAt(answers, fields.address),
    email: null,
  }
}

const same = (name: string, given: string, answered: string) =>
  name === 'name' ? fold(given) === fold(answered) : given === answered
const AGREEING = ['kind', 'name', 'birth', 'identityPaper', 'identity', 'taxCode', 'phone'] as const

/**
 * The owner of a dossier that another system sends: where the form says who the owner is, its answers do, and what is said beside them may
 * only repeat them. @throws Refusal `platform.values-wrong` for each difference.
 */
export function decideOwner(content: ProcedureContent, answers: unknown, given: Owner): Owner {
  const answered = ownerFrom(content, answers)
  const faults = AGREEING.flatMap((name): FieldFault[] => {
    const [said, wanted] = [given[name], answered[name]]
    if (!said || !wanted || same(name, said, wanted)) return []
    return [{ path: `owner.${name}`, words: faultWords({ code: 'owner-differs', facts: { said, wanted } }) }]
  })
  if (faults.length > 0) throw wrongValues(faults)
  return {
    kind: answered.kind,
    name: answered.name,
    birth: answered.birth ?? given.birth,
    identityPaper: answered.identityPaper ?? given.identityPaper,
    identity: answered.identity ?? given.identity,
    taxCode: answered.taxCode ?? given.taxCode,
    phone: answered.phone ?? given.phone,
    email: given.email,
    address: answered.address ?? given.address,
  }
}

/** Người nộp is the applicant whom the form names, or says by what right they file. @throws Refusal `platform.values-wrong`. */
export function decideFiler(answers: unknown, filer: Filer) {
  const wanted = textAt(answers, 'applicant.fullName')
  if (!wanted || filer.authorisation || fold(wanted) === fold(filer.name)) return
  const words = faultWords({ code: 'filer-differs', facts: { said: filer.name, wanted } })
  throw wrongValues([{ path: 'filer.name', words }])
}
