import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Directory, loadDirectory } from '#server/directory/index.ts'
import { setTemplate, stopSetters } from '#server/papers/index.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { seededTemplates } from '../../../seeds/papers.ts'
import { fullSeeds } from '../../../seeds/procedures.ts'
import { dayInWords } from './day-in-words.ts'
import { issuerFacts } from './paper-facts.ts'
import { resultData } from './result-data.ts'

const on = '2026-11-24'
const templates = new Map(seededTemplates().map((each) => [each.key, each]))
let directory: Directory
before(async (t) => {
  const { db } = await testDatabase(t as never, 'dinh_demonstration')
  directory = await loadDirectory(db, on)
})
after(stopSetters)

type Keys = { [key in 'template' | 'templateBlank' | 'templateNote' | 'templateRefusal']?: string | undefined }
const keysOf = (result: Keys) =>
  [result.template, result.templateBlank, result.templateNote, result.templateRefusal].filter(
    (each) => each !== undefined,
  )

test('every result of every seeded procedure has a template, and one for its refusal', () => {
  for (const { content } of fullSeeds())
    for (const result of content.results) {
      assert.ok(result.template && result.templateRefusal, `${content.code} ${result.key}`)
      for (const key of keysOf(result)) assert.ok(templates.has(key), `${content.code}: ${key}`)
      if (result.kind === 'state-blank') assert.ok(result.templateBlank, content.code)
    }
})

test('every question a template reads is asked by a procedure that gives it', () => {
  const asked = new Map<string, Set<string>>()
  const walk = (node: Record<string, unknown>, path: string, into: Set<string>) => {
    into.add(path)
    const inner = (node.type === 'array' ? (node.items as Record<string, unknown>) : node).properties
    for (const [name, child] of Object.entries((inner ?? {}) as Record<string, Record<string, unknown>>))
      if (child) walk(child, path ? `${path}.${name}` : name, into)
  }
  for (const { content } of fullSeeds())
    for (const key of content.results.flatMap(keysOf)) {
      const into = asked.get(key) ?? new Set()
      asked.set(key, into)
      if (content.form) walk(content.form, '', into)
    }
  const lacking: string[] = []
  for (const [key, paths] of asked) {
    const holes = JSON.stringify(templates.get(key)!.from).matchAll(/\{([a-z][A-Za-z0-9]*\.[A-Za-z0-9.]+)/g)
    for (const [, path] of holes)
      if (!paths.has(path!.replaceAll(/\.\d+/g, ''))) lacking.push(`${key} reads ${path}, which nobody asks`)
  }
  assert.deepEqual(lacking, [])
})

test('each result of each seeded procedure is filled from the answers and sets, or names what the official must add', async () => {
  const communes = directory.communes().map((each) => each.id)
  for (const [at, { content }] of fullSeeds().entries()) {
    const invented = inventedAnswers(content, chanceOf(at + 1), communes, on)
    const answers = content.form ? visibleAnswers(content.form, invented, on) : invented
    const facts = {
      ...issuerFacts(directory, 'xa-liem-phong', 'Phó Chủ tịch UBND xã Liêm Phong'),
      ...{ authority: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'], signer: 'Đặng Duy Nam' },
      ...{
        owner: 'Nguyễn Văn Thử',
        code: '000.14.14.H25-260305-0007',
        procedure: content.name,
        receivedOn: '05/3/2026',
      },
    }
    for (const key of new Set(content.results.flatMap(keysOf))) {
      const template = templates.get(key)!
      const { data, missing } = resultData(template, { content, answers, directory, facts, on })
      assert.ok(!JSON.stringify({ ...data, layout: 0 }).includes('{@'), key)
      for (const { title } of missing) assert.ok(title.length > 3, `${key}: ${title}`)
      const whole = { ...data, ...Object.fromEntries(missing.map((each) => [each.key, template.example[each.key]])) }
      const set = await setTemplate(template, whole, {
        origin: 'https://dinh.example',
        code: 'ABCDEFGHJKLM',
        at: new Date(`${on}T02:00:00Z`),
      })
      assert.ok(set.pages >= 1, key)
    }
  }
})

test('a birth certificate is whole from the answers alone, the mother and the day in words too', () => {
  const { content } = fullSeeds().find((each) => each.content.code === '1.001193' && each.effectiveTo === null)!
  const answers = {
    applicant: { fullName: 'Nguyễn Văn Mẫu', identity: { paper: 'can-cuoc', number: '035095000012' } },
    child: {
      situation: 'ordinary',
      fullName: 'Nguyễn Minh Thử',
      gender: 'male',
      birthDate: '2026-03-02',
      motherRecorded: true,
    },
    birth: {
      birthPlaceKind: 'facility',
      birthPlace: 'Bệnh viện Mẫu',
      ethnicity: 'Kinh',
      nationality: 'Việt Nam',
      homeTown: 'Hà Nam',
    },
    mother: {
      fullName: 'Trần Thị Thí',
      birthDate: '1998-08-12',
      residence: { commune: 'xa-liem-phong', detail: 'Thôn 3' },
    },
  }
  const facts = {
    ...issuerFacts(directory, 'xa-liem-phong', 'Chủ tịch UBND xã Liêm Phong'),
    ...{ authority: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], signer: 'Đặng Duy Nam', owner: '', code: '' },
  }
  const { data, missing } = resultData(templates.get('giay-khai-sinh')!, { content, answers, directory, facts, on })
  assert.deepEqual(missing, [])
  assert.equal(data.fullName, 'NGUYỄN MINH THỬ')
  assert.equal(data.bornWords, 'Ngày hai, tháng ba, năm hai nghìn không trăm hai mươi sáu')
  assert.equal(data.motherBorn, '1998')
  assert.equal(data.motherHome, 'Thôn 3, xã Liêm Phong, huyện Thanh Liêm, tỉnh Hà Nam')
  assert.equal(data.registeredAt, 'Ủy ban nhân dân xã Liêm Phong, huyện Thanh Liêm, tỉnh Hà Nam')
})

test('what an agency is called on its papers', () => {
  const commune = issuerFacts(directory, 'xa-liem-phong', 'Phó Chủ tịch UBND xã Liêm Phong')
  assert.equal(commune.over, '')
  assert.equal(commune.place, 'Liêm Phong')
  assert.equal(commune.deciding, 'Chủ tịch Ủy ban nhân dân xã Liêm Phong')
  const department = issuerFacts(directory, 'so-tu-phap', 'Giám đốc Sở Tư pháp')
  assert.deepEqual(
    [department.over, department.issuer, department.place],
    ['Ủy ban nhân dân tỉnh Hà Nam', 'Sở Tư pháp', 'Hà Nam'],
  )
  assert.equal(department.deciding, 'Giám đốc Sở Tư pháp')
})

test('days in words, as civil-status papers write them', () => {
  assert.equal(dayInWords('2015-12-31'), 'Ngày ba mươi mốt, tháng mười hai, năm hai nghìn không trăm mười lăm')
  assert.equal(dayInWords('2004-04-24'), 'Ngày hai mươi tư, tháng tư, năm hai nghìn không trăm linh bốn')
  assert.equal(dayInWords('1990'), 'Năm một nghìn chín trăm chín mươi')
})
