import { type DemonstrationAccount, demonstrationAccounts } from '../accounts.ts'
import { namedId } from '../directory.ts'
import type { Answers } from './persons.ts'
import type { Story } from './stories.ts'

type Somebody = { fullName: string; birthDate: string; gender: 'male' | 'female'; number?: string }
type Told = { code: string; daysAgo: number; said: Answers }

const account = (login: string) => demonstrationAccounts().find((each) => each.login === login)!

/** A person in a group of questions. */
const as = (group: string, { fullName, birthDate, gender, number }: Somebody): Answers => ({
  [`${group}.fullName`]: fullName,
  [`${group}.birthDate`]: birthDate,
  [`${group}.gender`]: gender,
  ...(number ? { [`${group}.identity.paper`]: 'can-cuoc', [`${group}.identity.number`]: number } : {}),
})
const person = (one: DemonstrationAccount): Somebody => ({
  fullName: one.name,
  birthDate: one.birthDate!,
  gender: one.gender as Somebody['gender'],
  number: one.identityNumber!,
})
const livesAt = (group: string, one: DemonstrationAccount): Answers => ({
  [`${group}.residence.commune`]: one.residence,
  [`${group}.residence.detail`]: one.residenceDetail,
})
/** Whoever files, as their account knows them. */
const filer = (one: DemonstrationAccount): Answers => ({
  ...as('applicant', person(one)),
  ...livesAt('applicant', one),
  'applicant.phone': one.phone,
})

const mother = account('congdan')
const husband: Somebody = { fullName: 'Phạm Văn Đức', birthDate: '1987-09-20', gender: 'male', number: '035087000345' }
const daughter: Somebody = { fullName: 'Phạm Thu Trang', birthDate: '2019-03-14', gender: 'female' }

/** Nguyễn Thị Mai of Liêm Phong: married, a daughter of seven, a son just born, a house to build. */
const MOTHER: Told[] = [
  {
    code: '1.002809',
    daysAgo: 84,
    said: { 'licence.class': 'B2', 'request.why': 'expiring', 'licence.issuedOn': '2016-12-20' },
  },
  {
    code: '2.000635',
    daysAgo: 55,
    said: {
      'applicant.relation': 'relative',
      'record.event': 'birth',
      'record.keeper': 'commune',
      ...as('record.person', daughter),
      'record.registered.commune': mother.residence,
      'record.registered.registeredOn': '2019-03-28',
      'record.parents': `Cha: ${husband.fullName}; mẹ: ${mother.name}`,
    },
  },
  {
    code: '2.000488',
    daysAgo: 34,
    said: {
      'subject.who': 'self',
      ...as('subject', person(mother)),
      ...livesAt('subject', mother),
      'family.father': 'Nguyễn Văn Sơn, sinh năm 1962',
      'family.mother': 'Lê Thị Hiền, sinh năm 1965',
      'family.spouse': `${husband.fullName}, sinh năm 1987`,
      'request.purpose': 'Bổ túc hồ sơ xin việc',
    },
  },
  {
    code: '2.000815',
    daysAgo: 20,
    said: {
      'request.place': 'commune',
      'request.at.commune': mother.residence,
      'paper.name': 'Bằng tốt nghiệp cao đẳng',
    },
  },
  {
    code: '1.009994',
    daysAgo: 11,
    said: {
      'site.commune': mother.residence,
      'site.address': mother.residenceDetail,
      'site.owner': 'self',
      'works.kind': 'new',
    },
  },
  {
    code: '1.001193',
    daysAgo: 2,
    said: {
      'applicant.relation': 'mother',
      'child.situation': 'ordinary',
      'child.fullName': 'Phạm Minh Khoa',
      'child.gender': 'male',
      'child.birthDate': '{-24}',
      'child.over60Days': false,
      'child.fatherRecorded': true,
      'child.motherRecorded': true,
      'child.parentsMarried': true,
      'birth.birthPlaceKind': 'facility',
      'birth.birthProof': 'birth-slip',
      'birth.marriage.registeredOn': '2017-11-18',
      ...as('mother', person(mother)),
      ...livesAt('mother', mother),
      ...as('father', husband),
      ...livesAt('father', mother),
    },
  },
]

const groom = account('congdan2')
const bride: Somebody = { fullName: 'Vũ Thị Lan', birthDate: '1989-04-06', gender: 'female', number: '035189000417' }

/** Trần Văn Hòa of Minh Khai: a first marriage at forty, a shop, and a garden bought. */
const GROOM: Told[] = [
  {
    code: '1.004873',
    daysAgo: 62,
    said: {
      'status.current': 'never-married',
      'status.livedElsewhere': false,
      'request.purpose': 'marriage',
      ...as('request.partner', bride),
      'request.partner.registerAt': 'UBND phường Minh Khai',
    },
  },
  {
    code: '1.000894',
    daysAgo: 41,
    said: {
      'self.side': 'groom',
      ...as('partner', bride),
      ...livesAt('partner', groom),
      'request.oneLivesElsewhere': false,
    },
  },
  {
    code: '2.000884',
    daysAgo: 26,
    said: {
      'request.place': 'commune',
      'request.at.commune': groom.residence,
      'paper.kind': 'authorisation',
      'paper.manner': 'sign',
    },
  },
  {
    code: '1.001612',
    daysAgo: 15,
    said: {
      'business.name': `Hộ kinh doanh ${groom.name}`,
      'business.commune': groom.residence,
      'business.address': groom.residenceDetail,
      'business.members': false,
    },
  },
  {
    code: '1.013831',
    daysAgo: 6,
    said: { 'parcel.commune': groom.residence, 'change.kind': 'sale', 'change.part': 'whole', 'change.family': false },
  },
]

const company = account('doanhnghiep')
const thu: Somebody = { fullName: 'Lê Thị Thu', birthDate: '1978-02-12', gender: 'female', number: '035178000233' }
const director: Answers = {
  ...as('applicant', thu),
  'applicant.phone': '0912000003',
  'applicant.role': 'Giám đốc',
  'enterprise.name': 'Công ty TNHH Sông Châu',
  'enterprise.taxCode': company.taxCode,
  'enterprise.commune': company.residence,
  'enterprise.address': company.residenceDetail,
  'enterprise.representative': 'Lê Thị Thu',
}
const COMPANY: Told[] = [
  {
    code: 'H25.05.016',
    daysAgo: 30,
    said: { 'project.commune': company.residence, 'project.name': 'Xưởng may Sông Châu' },
  },
  {
    code: '2.000205',
    daysAgo: 8,
    said: { 'job.inZone': false, 'job.commune': company.residence, 'entry.before': 'none' },
  },
]

/** What the citizens and the company of the demonstration who sign in have filed: each one life. */
export function demonstrationStories(): Story[] {
  const of = (one: DemonstrationAccount, base: Answers, told: Told[]): Story[] =>
    told.map(({ code, daysAgo, said }) => ({
      accountId: namedId(`account ${one.login}`),
      home: one.residence!,
      code,
      daysAgo,
      said: { ...base, ...said },
    }))
  return [...of(mother, filer(mother), MOTHER), ...of(groom, filer(groom), GROOM), ...of(company, director, COMPANY)]
}
