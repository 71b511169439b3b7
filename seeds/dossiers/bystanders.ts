import { inventedName, type Sex, surnameOf } from './people.ts'
import { type Answers, type Person, person, type Sheet } from './persons.ts'

type Country = { nationality: string; male: string[]; female: string[] }
const COUNTRIES: Country[] = [
  { nationality: 'Hàn Quốc', male: ['KIM MIN JUN', 'LEE SANG HO'], female: ['PARK JI WOO', 'CHOI SEO YEON'] },
  { nationality: 'Nhật Bản', male: ['TANAKA KENJI', 'SATO HIROSHI'], female: ['SUZUKI YUKO', 'ITO HARUKA'] },
]
const AT_HOME = { 'Hàn Quốc': 'Gyeonggi-do, Hàn Quốc', 'Nhật Bản': 'Saitama, Nhật Bản' } as const

/** Foreigners bear the names of their passports and no personal number: the other side of a marriage, a worker. */
export function setForeigners(sheet: Sheet, self: Person) {
  const { chance, year } = sheet
  const foreigner = (group: string, sex: Sex, from: number, until: number) => {
    const country = chance.pick(COUNTRIES)
    sheet.put(`${group}.fullName`, chance.pick(country[sex]))
    sheet.put(`${group}.gender`, sex)
    sheet.put(`${group}.nationality`, country.nationality)
    sheet.put(`${group}.ethnicity`, '')
    sheet.put(`${group}.birthDate`, `${chance.between(from, until)}-0${chance.between(1, 9)}-${chance.between(10, 28)}`)
    sheet.put(`${group}.passport`, `M${chance.between(10_000_000, 99_999_999)}`)
    sheet.put(`${group}.address`, AT_HOME[country.nationality as keyof typeof AT_HOME])
  }
  if (sheet.at('partner.passport') !== undefined) {
    const born = Number(self.birth.slice(0, 4))
    foreigner('partner', self.sex === 'male' ? 'female' : 'male', born - 3, Math.min(born + 3, year - 21))
  }
  if (sheet.at('worker.passport') === undefined) return
  foreigner('worker', sheet.at('worker.gender') === 'female' ? 'female' : 'male', year - 50, year - 32)
  sheet.put('worker.years', chance.between(4, 9))
}

/** Rows of people: brothers and sisters who share a right are of one family; each name has its sex, number and age. */
function setRows(sheet: Sheet, path: string, rows: unknown[], self: Person) {
  rows.forEach((_, at) => {
    const row = `${path}.${at}`
    if (sheet.text(`${row}.fullName`) === undefined) return
    const kin = /heirs|members|sides\.others/.test(path)
    const slot = {
      name: `${row}.fullName`,
      birth: `${row}.birthDate`,
      gender: `${row}.gender`,
      number: numberAt(sheet, row),
    }
    const family = kin ? surnameOf(self.name) : undefined
    const born = Number(self.birth.slice(0, 4))
    const ages =
      path === 'household.members'
        ? { from: sheet.year - 12, until: sheet.year - 7 }
        : { from: born - 6, until: Math.min(born + 6, sheet.year - 20) }
    const one = person(sheet, slot, { ...ages, family })
    const elder = one.birth < self.birth
    sheet.put(
      `${row}.relation`,
      path === 'household.members' ? 'Con' : elder ? (one.sex === 'male' ? 'Anh ruột' : 'Chị ruột') : 'Em ruột',
    )
    if (path !== 'household.members') return
    sheet.put(`${row}.work`, 'studying')
    sheet.put(`${row}.idNumber`, undefined)
  })
}
const numberAt = (sheet: Sheet, row: string) =>
  [`${row}.identity`, `${row}.idNumber`].find((each) => /^\d{12}$/.test(sheet.text(each) ?? ''))

/** The groups of a form that name one more person each. */
const ALONE = [
  'care.fullName',
  'payment.holder',
  'enterprise.representative',
  'enterprise.signer',
  'staff.safetyOfficer',
]

/** Everybody else of the answers, and numbers that count them. */
export function setOthers(sheet: Sheet, answers: Answers, self: Person) {
  for (const [section, group] of Object.entries(answers)) {
    if (typeof group !== 'object' || group === null) continue
    for (const [name, rows] of Object.entries(group))
      if (Array.isArray(rows)) setRows(sheet, `${section}.${name}`, rows, self)
  }
  for (const path of ALONE) if (sheet.at(path) !== undefined) person(sheet, { name: path })
  const counted = (list: string, count: string) => {
    const rows = sheet.at(list)
    if (Array.isArray(rows)) sheet.put(count, rows.length)
  }
  counted('devices.list', 'devices.count')
  counted('nominees.list', 'nominees.count')
  const nominees = sheet.at('nominees.list')
  if (Array.isArray(nominees)) nominees.forEach((_, at) => setNominee(sheet, `nominees.list.${at}`))
  sheet.put('works.floorArea', Number(sheet.at('works.area')) * Number(sheet.at('works.floors')))
  sheet.put('works.height', Number(sheet.at('works.floors')) * 4)
  const needs = sheet.at('needs')
  if (typeof needs === 'object' && needs !== null && !Object.values(needs).includes(true))
    sheet.put('needs.movement', true)
  setCorrections(sheet)
}

const TEAMS = ['Hội Phụ nữ xã Liêm Phong', 'Tổ Tự quản thôn Lập Phương']
function setNominee(sheet: Sheet, row: string) {
  const kind = sheet.at(`${row}.kind`)
  const name =
    kind === 'team'
      ? sheet.chance.pick(TEAMS)
      : kind === 'household'
        ? `Hộ ông ${inventedName(sheet.chance, 'male')}`
        : inventedName(sheet.chance)
  sheet.put(`${row}.name`, name)
  if (kind !== 'person') sheet.put(`${row}.unit`, 'Xã Liêm Phong, huyện Thanh Liêm')
}

/** What a paper says wrongly and should say: the day of birth of the person, or their middle name. */
function setCorrections(sheet: Sheet) {
  const items = sheet.at('change.items')
  const birth = sheet.text('person.birthDate')
  const name = sheet.text('person.fullName')
  if (!Array.isArray(items) || !birth || !name) return
  const words = (day: string) => day.split('-').reverse().join('/')
  const [year, month, day] = birth.split('-')
  const other = `${year}-${month}-${String((Number(day) % 28) + 1).padStart(2, '0')}`
  const named = sheet.at('change.concernsName') === true
  const before = named ? [surnameOf(name), ...name.split(' ').slice(-1)].join(' ') : words(other)
  items.forEach((_, at) => {
    sheet.put(`change.items.${at}.what`, named ? 'Chữ đệm' : 'Ngày sinh')
    sheet.put(`change.items.${at}.before`, before)
    sheet.put(`change.items.${at}.after`, named ? name : words(birth))
  })
}
