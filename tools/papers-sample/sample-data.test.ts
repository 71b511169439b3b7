import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOutOfPersonalNumber } from '#server/platform/values/index.ts'
import { sampleDeclarations } from '../../seeds/declarations.ts'
import { sexOfName } from '../../seeds/dossiers/people.ts'
import { lifeFaults } from '../../seeds/dossiers/plausibility.ts'
import { seededTemplates } from '../../seeds/papers.ts'
import { partiesOf } from './parties.ts'

type Example = Record<string, unknown>
const text = (of: Example, key: string) => (typeof of[key] === 'string' ? of[key] : '')
/** "NGUYỄN THỊ HƯƠNG" -> "Nguyễn Thị Hương"; the word before a name is left out. */
const nameOf = (words: string) =>
  words
    .replace(/^(Ông|Bà) /, '')
    .split(/[,;]/)[0]!
    .toLowerCase()
    .replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase())

const NO_NAMES = /(Văn|Thị|Minh) (Thử|Thí|Mẫu|Hộ|Y)(?!\p{L})|(Thử|Thí) Nghiệm|Mặt Trận,|giấy tờ kèm theo \(/iu
/** The fields that name somebody, whose sex is known and whose number stands beside. */
const PEOPLE: [name: string, sex: 'male' | 'female' | undefined, number: string][] = [
  ['wife', 'female', 'wifeIdentity'],
  ['husband', 'male', 'husbandIdentity'],
  ['mother', 'female', ''],
  ['father', 'male', ''],
  ['declarer', undefined, 'declarerIdentity'],
  ['fullName', undefined, 'identity'],
  ['owner', undefined, 'identity'],
  ['person', undefined, 'identity'],
  ['head', undefined, 'identity'],
  ['owners', undefined, 'owners'],
]
const days = (words: string) =>
  [...words.matchAll(/(?<!\d)(\d{1,2})\/(\d{1,2})\/(\d{4})/g)].map(
    ([, day, month, year]) => `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`,
  )

/** What cannot be in the sample of a template, in plain words. */
function sampleFaults(example: Example): string[] {
  const faults: string[] = []
  const whole = JSON.stringify(example)
  const odd = NO_NAMES.exec(whole)
  if (odd) faults.push(`says "${odd[0]}"`)
  for (const [key, sex, number] of PEOPLE) {
    const said = sexOfName(nameOf(text(example, key)))
    if (said && sex && said !== sex) faults.push(`${key}: ${text(example, key)} is not ${sex}`)
    const told = readOutOfPersonalNumber(/\d{12}/.exec(text(example, number))?.[0] ?? '')
    if (said && told && told.gender !== said) faults.push(`${number}: not of ${text(example, key)}`)
    const born = /\d{4}$/.exec(text(example, key === 'fullName' ? 'born' : `${key}Born`))?.[0]
    if (told && born && String(told.year) !== born) faults.push(`${number}: not of somebody born in ${born}`)
  }
  const gender = sexOfName(nameOf(text(example, 'fullName')))
  if (gender && text(example, 'gender') && text(example, 'gender') !== (gender === 'male' ? 'Nam' : 'Nữ'))
    faults.push(`gender: ${text(example, 'fullName')} is not ${text(example, 'gender')}`)
  const [born] = days(text(example, 'born'))
  const own = Object.entries(example).filter(([key]) => !/^(declarer|mother|father)/.test(key))
  if (born && days(JSON.stringify(own)).some((each) => each < born)) faults.push('something stands before the birth')
  const head = text(example, 'issuer')
  if (head && text(example, 'to').includes(head)) faults.push('to: goes to whom it comes from')
  if (text(example, 'appealTo') && !text(example, 'appealTo').includes(head)) faults.push('appealTo: not who decided')
  return faults
}

test('samples of all templates are of people and offices that can be', () => {
  for (const { key, example } of seededTemplates()) assert.deepEqual(sampleFaults(example as Example), [], key)
})

test('control: what cannot be in a sample is found', () => {
  const faultsOf = (example: Example) => sampleFaults(example).join()
  assert.match(faultsOf({ wife: 'LẠI QUANG CƯỜNG', husband: 'VŨ PHƯƠNG YẾN' }), /is not female.*is not male/)
  assert.match(faultsOf({ fullName: 'HOÀNG CÔNG TUẤN', gender: 'Nữ' }), /gender/)
  assert.match(faultsOf({ signer: 'Lê Thị Thí Nghiệm' }), /says/)
  assert.match(faultsOf({ fullName: 'Trần Thị Lan', identity: 'Căn cước số 035098000021' }), /not of Trần Thị Lan/)
  assert.match(faultsOf({ born: '05/3/1985', registration: 'ngày 10/4/1984' }), /before the birth/)
  assert.match(faultsOf({ issuer: 'Sở Nội vụ', to: 'Giám đốc Sở Nội vụ' }), /to whom it comes from/)
  const refusal = { issuer: 'Ủy ban nhân dân xã Liêm Phong', appealTo: 'Chủ tịch Ủy ban nhân dân huyện Thanh Liêm' }
  assert.match(faultsOf(refusal), /not who decided/)
})

test('declarations among the samples are of people who can be, with any chance', () => {
  for (let chance = 1; chance <= 8; chance += 1)
    for (const { seed, answers } of sampleDeclarations(chance)) {
      const on = seed.effectiveFrom > '2026-03-05' ? seed.effectiveFrom : '2026-03-05'
      assert.deepEqual(lifeFaults(seed.content, answers, on), [], `${seed.content.code}, chance ${chance}`)
    }
})

test('samples are numbered with the letters of their kind and of their agency, and initialled by somebody else', () => {
  const templates = seededTemplates()
  const partyOf = (key: string, data?: Example) => {
    const template = templates.find((each) => each.key === key)!
    return partiesOf(template, data ?? (template.example as Example))
  }
  assert.equal(partyOf('giay-phep-lao-dong').notation, '01/GP-SLĐTBXH')
  assert.equal(partyOf('giay-phep-buc-xa').notation, '01/GP-SKHCN')
  assert.equal(partyOf('xac-nhan-hon-nhan').notation, '01/UBND-XNTTHN')
  assert.equal(partyOf('xac-nhan-khuyet-tat').notation, '01/GXN-UBND')
  assert.equal(partyOf('giay-phep-xay-dung').notation, '01/GPXD')
  assert.equal(partyOf('to-trinh').notation, '01/TTr-SLĐTBXH')
  assert.equal(partyOf('giay-khai-sinh').notation, '01/2026')
  for (const { key, example } of templates) {
    const { signer, initials } = partiesOf({ key, schema: {} as never }, example as Example)
    assert.notEqual(signer.name, initials.name, key)
  }
})
