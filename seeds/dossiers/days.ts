import { shiftDay } from './shift.ts'
import type { Person, Sheet } from './persons.ts'

/** Days that stand so many days after the filing (before it: negative). */
const DAYS: [path: string, least: number, most: number][] = [
  ['business.startOn', 10, 40],
  ['request.wishedDay', 12, 25],
  ['marriage.wishedDay', 25, 45],
  ['recruit.when', 60, 90],
  ['design.startOn', 35, 80],
  ['worker.passportUntil', 800, 1500],
  ['partner.validUntil', 800, 1500],
  ['job.from', 30, 60],
  ['job.until', 600, 720],
  ['licence.validUntil', 20, 80],
  ['request.medicalOn', -40, -5],
  ['enterprise.letterOn', -12, -3],
  ['nominees.from', -400, -380],
  ['nominees.until', -45, -30],
  ['council.meetingOn', -25, -14],
  ['family.agreedOn', -10, -3],
  ['safety.inspectedOn', -80, -20],
  ['impact.consultedOn', -60, -30],
  ['change.contractOn', -25, -3],
  ['care.since', -1500, -400],
  ['request.since', -700, -200],
  ['disability.earlier.issuedOn', -900, -300],
  ['status.divorce.date', -900, -300],
  ['status.death.date', -900, -300],
]

/** What was registered of somebody comes after their birth: a birth within days, a marriage when they are grown. */
function setRegistered(sheet: Sheet, subject: Person) {
  const { chance, year } = sheet
  const event = sheet.at('record.event') ?? sheet.at('change.paper') ?? 'birth'
  const born = Number(subject.birth.slice(0, 4))
  for (const path of [
    'earlier.registered.registeredOn',
    'change.registered.registeredOn',
    'record.registered.registeredOn',
  ])
    if (event === 'birth')
      sheet.put(path, shiftDay(subject.birth.length === 10 ? subject.birth : `${born}-06-15`, chance.between(5, 40)))
    else
      sheet.put(
        path,
        `${event === 'marriage' ? Math.min(born + 22, year - 1) : year - 1}-0${chance.between(1, 9)}-${chance.between(10, 28)}`,
      )
}

/** Rows of stays: from the day of age on, one after the other, until lately. */
function setStays(sheet: Sheet, subject: Person, list: string) {
  const rows = sheet.at(list)
  if (!Array.isArray(rows)) return
  const [first, last] = [Number(subject.birth.slice(0, 4)) + 20, sheet.year - 1]
  rows.forEach((_, at) => {
    const from = Math.min(first + at * 2, last)
    sheet.put(`${list}.${at}.from`, `${from}-02-10`)
    sheet.put(
      `${list}.${at}.to`,
      `${Math.min(Math.max(from + 1, at === rows.length - 1 ? last : from + 1), last)}-09-20`,
    )
  })
}

/** Puts the days of a case in order around the day of filing. */
export function setDays(sheet: Sheet, subject: Person) {
  for (const [path, least, most] of DAYS) sheet.put(path, shiftDay(sheet.on, sheet.chance.between(least, most)))
  const childBorn = sheet.text('child.birthDate')
  if (childBorn) sheet.put('birth.marriage.registeredOn', shiftDay(childBorn, -sheet.chance.between(400, 900)))
  setRegistered(sheet, subject)
  setStays(sheet, subject, 'status.stays')
  setStays(sheet, subject, 'history.places')
}
