import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { dataFaults, setTemplate, stopSetters } from '#server/papers/index.ts'
import { fieldsOf, sectionsOf } from '#server/procedures/index.ts'
import { sampleDeclarations, seededPlaces } from '../../../seeds/declarations.ts'
import { seededTemplates } from '../../../seeds/papers.ts'
import { fullSeeds } from '../../../seeds/procedures.ts'
import { dateInWords } from './date-in-words.ts'
import { declarationData } from './index.ts'

after(stopSetters)
const on = { origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at: new Date('2026-11-24T02:00:00Z') }

test('every fully described procedure has a declaration, set from its answers by a template that is there', async () => {
  const templates = new Map(seededTemplates().map((each) => [each.key, each]))
  const samples = sampleDeclarations(3)
  assert.deepEqual(
    new Set(samples.map((each) => each.seed.content.code)),
    new Set(fullSeeds().map((each) => each.content.code)),
  )
  for (const { seed, template, data } of samples) {
    const found = templates.get(template)
    assert.ok(found, `${seed.content.code} names the template ${template}, which is not there`)
    assert.deepEqual(dataFaults(found.schema, data), [], seed.content.code)
    const set = await setTemplate(found, data, on)
    assert.ok(set.pages <= 3, `${seed.content.code} takes ${set.pages} pages`)
    const places = set.places.map((place) => place.key)
    for (const { key } of found.signs) assert.ok(places.includes(key), `${seed.content.code} has no place ${key}`)
  }
})

test('every question of the case stands in the declaration as worded, and every answer in words', () => {
  for (const chance of [1, 2, 3])
    for (const { seed, answers, data } of sampleDeclarations(chance)) {
      for (const section of sectionsOf(seed.content.form!, answers, '2026-03-05')) {
        const part = data.sections.find((each) => each.title === section.title)
        assert.ok(part, `${seed.content.code} ${section.key}`)
        for (const field of fieldsOf(section.fields)) {
          if (field.row)
            assert.ok(
              part.tables.some((each) => each.title === field.title),
              field.path,
            )
          else assert.ok(field.path in data.words, `${seed.content.code} ${field.path}`)
        }
      }
      assert.doesNotMatch(JSON.stringify(data), /undefined|\[object|null/, seed.content.code)
    }
})

test('the forms with the wording of the State ask for no answer that the procedure does not have', () => {
  const asked = new Map<string, Set<string>>()
  for (const chance of Array.from({ length: 40 }, (_, at) => at))
    for (const { template, data } of sampleDeclarations(chance)) {
      const known = asked.get(template) ?? asked.set(template, new Set()).get(template)!
      for (const path of [...Object.keys(data.words), ...Object.keys(data.rows)]) known.add(path)
    }
  const notAsked = new Set([
    'subject.otherName',
    'subject.ethnicity',
    'subject.temporary',
    'applicant.relation',
    'worker.passport',
  ])
  for (const { key, source } of seededTemplates())
    for (const [, path] of key.startsWith('to-khai/')
      ? source.matchAll(/(?:\bw\(|no-yes\(d, |copies-wanted\(d, |rows\.at\()"([a-zA-Z.]+)"/g)
      : [])
      assert.ok(asked.get(key)?.has(path!) || notAsked.has(path!), `${key} asks for ${path}`)
})

test('a place, an identity paper and a date are written as a form wants them; what was not said stays open', () => {
  const seed = fullSeeds().find((each) => each.content.code === '1.000656')!
  const data = declarationData(
    seed.content,
    {
      applicant: {
        fullName: 'Nguyễn Thị Thử',
        residence: { commune: 'xa-liem-phong', detail: 'Thôn Yên Thống' },
        identity: { paper: 'can-cuoc', number: '035185000017', issuedOn: '2021-04-02' },
      },
      death: { diedOn: '2026-03-05', proof: 'none' },
    },
    { places: seededPlaces(), on: '2026-03-06', to: 'Ủy ban nhân dân xã Liêm Phong', place: 'Liêm Phong' },
  )
  assert.equal(data.words['applicant.residence'], 'Thôn Yên Thống, xã Liêm Phong, huyện Thanh Liêm, tỉnh Hà Nam')
  assert.equal(data.words['applicant.identity'], 'Căn cước số 035185000017, cấp ngày 02/04/2021')
  assert.equal(data.words['death.diedOn'], '05/03/2026')
  assert.equal(data.words['death.cause'], '')
  assert.equal(data.words['death.proof.is'], 'none')
  assert.equal(data.words['death.notice'], undefined, 'a question that this case does not ask is not printed')
  assert.equal(data.date, 'ngày 06 tháng 3 năm 2026')
  assert.equal(data.signerName, 'Nguyễn Thị Thử')
})

test('dates are spelled in letters', () => {
  for (const [date, words] of [
    ['2026-03-05', 'ngày mồng năm tháng ba năm hai nghìn không trăm hai mươi sáu'],
    ['1985-12-31', 'ngày ba mươi mốt tháng mười hai năm một nghìn chín trăm tám mươi lăm'],
    ['2005-04-15', 'ngày mười lăm tháng tư năm hai nghìn không trăm linh năm'],
    ['2000-01-10', 'ngày mồng mười tháng một năm hai nghìn'],
    ['1911-11', 'tháng mười một năm một nghìn chín trăm mười một'],
    ['1960', 'năm một nghìn chín trăm sáu mươi'],
  ])
    assert.equal(dateInWords(date!), words)
})
