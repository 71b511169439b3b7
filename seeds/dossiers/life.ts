import { fold } from '#server/platform/vietnamese-text.ts'
import type { Chance } from './chance.ts'
import { setDays } from './days.ts'
import { shiftDay } from './shift.ts'
import { setForeigners, setOthers } from './bystanders.ts'
import { inventedName, otherSex, type Sex, surnameOf } from './people.ts'
import { type Answers, type Person, person, type Sheet, sheetOf, slotOf, type Wanted, write } from './persons.ts'

const yearOf = (one: Person) => Number(one.birth.slice(0, 4))

/** What the answers say of whoever files: sex and years of birth that fit them. */
function applicantWanted({ at, year }: Sheet): Wanted {
  const [relation, side, group] = [at('applicant.relation'), at('self.side'), at('request.group')]
  const ages = (least: number, most: number, sex?: Sex): Wanted => ({ from: year - most, until: year - least - 1, sex })
  if (side) return ages(22, 34, side === 'groom' ? 'male' : 'female')
  if (at('record.event') === 'marriage' && relation === 'self') return ages(28, 50, 'male')
  if (at('child.situation')) {
    if (relation === 'mother') return ages(22, 36, 'female')
    if (relation === 'father') return ages(24, 40, 'male')
    return relation === 'grandparent' ? ages(50, 65) : ages(25, 60)
  }
  if (at('deceased') && relation === 'parent') return ages(50, 65)
  if (at('deceased')) return ages(40, 58)
  if (at('martyr')) return ages(56, 64)
  if (at('applicant.same') === true)
    return group === 'old80' ? ages(81, 92) : group === 'old-poor' ? ages(62, 78) : ages(26, 55)
  if (at('status.current')) return ages(24, 45)
  return relation === 'child' ? ages(32, 50) : ages(26, 60)
}

/** Bên nam, bên nữ: one man, one woman, of about one age, and of two families. */
function setCouple(sheet: Sheet, self: Person) {
  if (sheet.at('self.side') && sheet.at('partner.passport') === undefined) {
    const around = { from: yearOf(self) - 2, until: Math.min(yearOf(self) + 2, sheet.year - 21) }
    person(sheet, slotOf('partner'), { ...around, sex: otherSex(self.sex), family: otherFamily(sheet, self) })
  }
  for (const group of ['status.spouse', 'request.partner'])
    if (sheet.at(`${group}.fullName`) !== undefined)
      person(sheet, slotOf(group), {
        sex: otherSex(self.sex),
        from: yearOf(self) - 3,
        until: Math.min(yearOf(self) + 3, sheet.year - 21),
        family: otherFamily(sheet, self),
      })
  if (sheet.at('status.death.fullName') !== undefined)
    sheet.put('status.death.fullName', inventedName(sheet.chance, otherSex(self.sex)))
}

/** A family name that is not theirs. */
function otherFamily(sheet: Sheet, self: Person): string {
  for (;;) {
    const family = surnameOf(inventedName(sheet.chance))
    if (family !== surnameOf(self.name)) return family
  }
}

/** The father and the mother of somebody, whom `as` may be: older by a generation, the father of the same family. */
function setParents(sheet: Sheet, child: Person, as: Person | undefined) {
  const born = yearOf(child)
  for (const [group, sex] of [
    ['father', 'male'],
    ['mother', 'female'],
  ] as const) {
    if (sheet.at(`${group}.fullName`) === undefined) continue
    if (as?.sex === sex) write(sheet, slotOf(group), as)
    else {
      const beside = as
        ? { from: Math.max(yearOf(as) - 3, born - 44), until: Math.min(yearOf(as) + 3, born - 20) }
        : undefined
      const family = sex === 'male' ? surnameOf(child.name) : undefined
      person(sheet, slotOf(group), { ...(beside ?? { from: born - 36, until: born - 22 }), sex, family })
    }
  }
}

function setBirth(sheet: Sheet, self: Person) {
  const { chance } = sheet
  const late = sheet.at('child.over60Days') === true
  const days = late ? chance.between(70, 300) : chance.between(4, 50)
  sheet.put('child.birthDate', shiftDay(sheet.on, -days))
  if (sheet.at('birth.birthPlaceKind') === 'home')
    sheet.put('birth.birthPlace', 'Tại nhà, thôn Lập Phương, Liêm Phong, Thanh Liêm, Hà Nam')
  const relation = sheet.at('applicant.relation')
  const parent = relation === 'father' || relation === 'mother' ? self : undefined
  const fatherless = sheet.at('child.fatherRecorded') === false
  const family =
    relation === 'father' || (relation === 'mother' && fatherless)
      ? surnameOf(self.name)
      : surnameOf(sheet.text('father.fullName') ?? sheet.text('mother.fullName') ?? sheet.text('child.fullName')!)
  const born = Number(sheet.text('child.birthDate')!.slice(0, 4))
  const child = person(sheet, { name: 'child.fullName', gender: 'child.gender' }, { family, from: born, until: born })
  setParents(sheet, { ...child, birth: sheet.text('child.birthDate')! }, parent)
}

/** Người đã mất and who tells of it: husband and wife, child and parent, of the right sex, family and generation. */
function setDeceased(sheet: Sheet, self: Person) {
  const { chance, year } = sheet
  const late = sheet.at('death.over15Days') === true
  const days = sheet.at('death') ? (late ? chance.between(20, 60) : chance.between(2, 12)) : chance.between(15, 60)
  sheet.put('death.diedOn', shiftDay(sheet.on, -days))
  sheet.put('deceased.diedOn', shiftDay(sheet.on, -days))
  sheet.put('death.notice.issuedOn', shiftDay(sheet.on, -days + 1))
  const relation = sheet.at('applicant.relation') ?? 'child'
  const slot = slotOf('deceased')
  const hero = sheet.at('deceased.group') === 'hero-mother'
  if (relation === 'spouse')
    person(sheet, slot, {
      sex: otherSex(self.sex),
      from: yearOf(self) - 3,
      until: yearOf(self) + 3,
      family: otherFamily(sheet, self),
    })
  else if (relation === 'parent')
    person(sheet, slot, {
      from: yearOf(self) + 22,
      until: Math.min(yearOf(self) + 32, year - 1),
      family: self.sex === 'male' ? surnameOf(self.name) : otherFamily(sheet, self),
    })
  else {
    const sex: Sex = hero ? 'female' : chance.percent(60) ? 'male' : 'female'
    const own = relation === 'child' && sex === 'male'
    person(sheet, slot, {
      sex,
      from: yearOf(self) - 34,
      until: yearOf(self) - 22,
      family: own ? surnameOf(self.name) : undefined,
    })
  }
  sheet.put('deceased.relation', 'Con')
}

/** Liệt sĩ, fallen by 1975, and the child who keeps the altar. */
function setMartyr(sheet: Sheet, self: Person) {
  person(sheet, slotOf('martyr'), {
    sex: 'male',
    from: yearOf(self) - 30,
    until: yearOf(self) - 22,
    family: surnameOf(self.name),
  })
  sheet.put('martyr.relation', 'Con')
  sheet.put('martyr.diedOn', `${Math.max(1972, Math.min(1975, yearOf(self) + 2))}-03-${sheet.chance.between(10, 28)}`)
}

/** Whose paper it is, where the form asks for two: themselves, their child, their parent, or somebody else. */
function setSubject(sheet: Sheet, self: Person): Person | undefined {
  const { chance, year } = sheet
  const group = ['person', 'subject', 'record.person', 'beneficiary'].find(
    (each) => sheet.at(`${each}.fullName`) !== undefined,
  )
  if (sheet.at('applicant.same') === true) return write(sheet, slotOf('beneficiary'), self)
  if (!group) return undefined
  const slot = slotOf(group)
  const relation = sheet.at('applicant.relation') ?? sheet.at('subject.who')
  if (relation === 'self') return write(sheet, slot, self)
  if (relation === 'family')
    return person(sheet, slot, {
      sex: otherSex(self.sex),
      from: yearOf(self) - 3,
      until: Math.min(yearOf(self) + 3, year - 22),
      family: otherFamily(sheet, self),
    })
  const family = self.sex === 'male' ? surnameOf(self.name) : undefined
  if (group === 'beneficiary') return setBeneficiary(sheet, self)
  const event = sheet.at('record.event')
  const sex: Sex | undefined = event === 'marriage' ? 'male' : undefined
  if (relation === 'child')
    return person(sheet, slot, {
      from: Math.max(yearOf(self) + 22, year - 11),
      until: Math.max(yearOf(self) + 24, year - 3),
      family,
    })
  if (relation === 'parent') return person(sheet, slot, { from: yearOf(self) - 34, until: yearOf(self) - 22 })
  return person(sheet, slot, {
    sex,
    from: yearOf(self) - 2,
    until: Math.min(yearOf(self) + 8, year - 22),
    family: chance.percent(60) ? surnameOf(self.name) : undefined,
  })
}

function setBeneficiary(sheet: Sheet, self: Person): Person {
  const { year } = sheet
  const group = sheet.at('request.group')
  const child = group === 'child'
  const family = self.sex === 'male' ? surnameOf(self.name) : undefined
  sheet.put(
    'beneficiary.relation',
    child ? 'Ông, bà' : group === 'old80' || group === 'old-poor' ? 'Con' : 'Anh, chị em',
  )
  const [least, most] = child ? [4, 11] : group === 'old80' ? [81, 92] : group === 'old-poor' ? [62, 78] : [24, 50]
  return person(sheet, slotOf('beneficiary'), {
    from: year - most,
    until: year - least - 1,
    family: child ? family : undefined,
  })
}

/** Parents and spouse of the subject of a judicial record, and of a copy, in the words of the form. */
function setFamilyWords(sheet: Sheet, subject: Person) {
  const { chance } = sheet
  const born = yearOf(subject)
  const told = (sex: Sex, year: number, family?: string) => `${inventedName(chance, sex, family)}, sinh năm ${year}`
  const family = surnameOf(subject.name)
  sheet.put('family.father', told('male', born - chance.between(24, 32), family))
  sheet.put('family.mother', told('female', born - chance.between(21, 28)))
  sheet.put('family.spouse', told(otherSex(subject.sex), born + chance.between(-3, 3)))
  sheet.put('record.otherPerson', inventedName(chance, 'female'))
  sheet.put('record.parents', `Cha: ${inventedName(chance, 'male', family)}; mẹ: ${inventedName(chance, 'female')}`)
}

/**
 * Makes the people of invented answers one plausible story: names fit sexes, personal numbers fit both and the year of birth, a pair is a man and a
 * woman, parents are older than children, who files for themselves is the person of the paper, and days stand in order before `on`.
 */
export function liveOut(answers: Answers, on: string, fixed: Answers, chance: Chance): Answers {
  const sheet = sheetOf(answers, on, fixed, chance)
  const self = person(sheet, slotOf('applicant'), applicantWanted(sheet))
  if (sheet.at('enterprise') === undefined) sheet.give('applicant.birthDate', self.birth)
  sheet.put('applicant.email', `${fold(self.name).replaceAll(' ', '.')}@thu.example`)
  setCouple(sheet, self)
  if (sheet.at('child')) setBirth(sheet, self)
  if (sheet.at('deceased')) setDeceased(sheet, self)
  if (sheet.at('martyr')) setMartyr(sheet, self)
  const subject = setSubject(sheet, self)
  if (subject && sheet.at('origin'))
    setParents(sheet, subject, sheet.at('applicant.relation') === 'child' ? self : undefined)
  setFamilyWords(sheet, subject ?? self)
  setForeigners(sheet, self)
  setOthers(sheet, answers, self)
  setDays(sheet, subject ?? self)
  return answers
}
