import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type ProcedureContent, validateAnswers, visibleAnswers } from '#server/procedures/index.ts'
import { demonstrationAccounts } from './accounts.ts'
import { namedId } from './directory.ts'
import { inventedAnswers } from './dossiers/answers.ts'
import { chanceOf } from './dossiers/chance.ts'
import { generateDossiers } from './dossiers/generate.ts'
import { demonstrationStories } from './dossiers/lives.ts'
import { personalNumber, sexOfName } from './dossiers/people.ts'
import { lifeFaults, type OwnDossier, togetherFaults } from './dossiers/plausibility.ts'
import { hasWords } from './dossiers/wording.ts'
import { fullSeeds } from './procedures.ts'

const ON = '2026-11-30'
const HOMES = ['xa-liem-phong', 'phuong-minh-khai']
const contentOf = (code: string) => fullSeeds().findLast((seed) => seed.content.code === code)!.content

test('every procedure is answered with a life that can be, whatever the seed: nobody is of two sexes, no parent younger than a child', () => {
  for (const { content } of fullSeeds())
    for (let seed = 1; content.form && seed <= 40; seed += 1) {
      const answers = visibleAnswers(content.form, inventedAnswers(content, chanceOf(seed), HOMES, ON), ON)
      assert.deepEqual(validateAnswers(content.form, answers, ON), [], `${content.code}, seed ${seed}`)
      assert.deepEqual(
        lifeFaults(content, answers, ON),
        [],
        `${content.code}, seed ${seed}: ${JSON.stringify(answers)}`,
      )
    }
})

type Node = { type?: string; title?: string; enum?: unknown; properties?: Record<string, Node>; items?: Node }
function questions(node: Node & Record<string, unknown>, path: string): { path: string; title: string }[] {
  if (node.properties)
    return Object.entries(node.properties).flatMap(([key, each]) =>
      questions(each as never, path ? `${path}.${key}` : key),
    )
  if (node.items) return questions(node.items as never, '')
  const inWords = !node.enum && ['text', 'area', undefined].includes(node['x-kind'] as string | undefined)
  return inWords ? [{ path, title: String(node.title) }] : []
}

test('every question of words has words of its own', () => {
  const without = fullSeeds()
    .flatMap(({ content }) => questions(content.form as never, ''))
    .filter((each) => !hasWords({ ...each, maxLength: undefined }))
  assert.deepEqual(without, [])
})

/** Answers of a seed with something planted by path; the control of the rules. */
function planted(code: string, change: Record<string, string | boolean>, seed = 3): string[] {
  const content: ProcedureContent = contentOf(code)
  const answers = inventedAnswers(content, chanceOf(seed), HOMES, ON, change)
  return lifeFaults(content, visibleAnswers(content.form!, answers, ON), ON)
}

test('control: an impossible life that is planted is found', () => {
  const pair = { 'self.side': 'groom', 'applicant.fullName': 'Nguyễn Văn An', 'partner.fullName': 'Trần Văn Bình' }
  assert.match(planted('1.000894', pair).join(), /two of one sex/)
  assert.match(planted('1.000894', { 'self.side': 'groom', 'applicant.fullName': 'Lê Thị Mai' }).join(), /no groom/)
  assert.match(planted('1.000894', { 'partner.birthDate': '2012-01-01' }).join(), /a child marries/)
  const ordinary = { 'child.situation': 'ordinary', 'applicant.relation': 'mother', 'mother.birthDate': '2019-01-01' }
  assert.match(planted('1.001193', ordinary).join(), /no parent of child/)
  const named = { 'child.fullName': 'Phạm Văn An', 'child.gender': 'female', 'child.situation': 'ordinary' }
  assert.match(planted('1.001193', { ...named, 'applicant.relation': 'mother' }).join(), /is not female/)
  const dead = { 'applicant.fullName': 'Lê Thị Mai', 'deceased.fullName': 'Lê Thị Mai', 'applicant.relation': 'child' }
  assert.match(planted('1.000656', dead).join(), /the filer themselves/)
  assert.match(planted('2.000815', { 'paper.name': 'Theo giấy tờ kèm theo (59)' }).join(), /says "Theo giấy tờ/)
  const own = (code: string, answers: Record<string, unknown>): OwnDossier => ({
    code,
    filerName: 'Lê Thị Mai',
    answers,
  })
  const self = (birthDate: string) => ({ applicant: { fullName: 'Lê Thị Mai', birthDate } })
  const lives = [own('1.000894', self('1990-01-01')), own('1.000894', self('1991-01-01'))]
  assert.deepEqual(togetherFaults('Lê Thị Mai', lives), ['1.000894: twice', 'birthDate: 1990-01-01 and 1991-01-01'])
  assert.match(togetherFaults('Trần Văn Hòa', [own('2.000815', {})]).join(), /filed by Lê Thị Mai/)
})

test('names and personal numbers say the sex and the year of birth they are of', () => {
  assert.deepEqual(['Nguyễn Thị Hà', 'Trần Văn Mai', 'Phạm Duy Khoa', 'KIM MIN JUN'].map(sexOfName), [
    'female',
    'male',
    'male',
    undefined,
  ])
  assert.match(personalNumber('female', '2003-05-01', chanceOf(1)), /^035303\d{6}$/)
  assert.match(personalNumber('male', '1987-05-01', chanceOf(1)), /^035087\d{6}$/)
})

async function generated(t: TestContext, seed: number, count: number) {
  const { db, pool } = await testDatabase(t, 'dinh_demonstration')
  await generateDossiers(db, pool, {
    count,
    seed,
    asOf: new Date('2026-11-30T02:00:00Z'),
    days: 120,
    papers: [],
    stories: demonstrationStories(),
  })
  return { db, rows: await rowsOf(db) }
}
const rowsOf = (db: Db) =>
  db
    .selectFrom('dossier')
    .select(['code', 'procedure_code', 'procedure_version_id', 'answers', 'filed_at', 'filer_account_id'])
    .select(['owner_kind', 'owner_name', 'owner_birth', 'owner_identity', 'filer_name', 'authorisation'])
    .execute()

for (const seed of [2020, 7])
  test(`dossiers of the demonstration are of the people of their answers, on the day they were filed (seed ${seed})`, async (t) => {
    const { db, rows } = await generated(t, seed, 900)
    const versions = new Map<string, ProcedureContent>()
    for (const row of rows) {
      const id = row.procedure_version_id
      if (!versions.has(id)) versions.set(id, (await getVersion(db, id)).content)
      const answers = row.answers as Record<string, unknown>
      const on = vietnamDate(row.filed_at)
      const code = row.code ?? ''
      assert.deepEqual(lifeFaults(versions.get(id)!, answers, on), [], `${code}: ${JSON.stringify(answers)}`)
      assert.ok(JSON.stringify(answers).includes(row.owner_name), `${code}: ${row.owner_name}`)
      if (row.filer_name !== row.owner_name && row.owner_kind === 'person') assert.ok(row.authorisation, code)
      if (row.owner_kind === 'enterprise') assert.equal(row.owner_birth, null)
      if (row.owner_identity) assert.ok(!row.owner_name.includes('Thị') || '13'.includes(row.owner_identity[3]!), code)
    }
  })

test('whoever signs in has one life: all that was told is filed, by themselves, for themselves', async (t) => {
  const { rows } = await generated(t, 2020, 50)
  for (const { login, name } of demonstrationAccounts().filter((each) => each.kind)) {
    const own = rows.filter((row) => row.filer_account_id === namedId(`account ${login}`))
    const told = demonstrationStories().filter((each) => each.accountId === namedId(`account ${login}`))
    assert.deepEqual(own.map((each) => each.procedure_code).sort(), told.map((each) => each.code).sort(), login)
    const person = login === 'doanhnghiep' ? 'Lê Thị Thu' : name
    const dossiers = own.map((row): OwnDossier => ({
      code: row.procedure_code,
      filerName: row.filer_name,
      answers: row.answers as Record<string, unknown>,
    }))
    assert.deepEqual(togetherFaults(person, dossiers), [], login)
  }
})
