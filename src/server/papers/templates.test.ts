import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { forgetDirectory, grantsOfPost } from '#server/directory/index.ts'
import { type Call, type Db, HOUSE } from '#server/platform/call.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import {
  discardTemplateDraft,
  draftTemplate,
  findTemplateOn,
  listTemplateWork,
  publishTemplate,
  saveTemplateDraft,
  setTemplate,
  Setters,
  stopSetters,
  tryTemplate,
  viewTemplate,
} from './index.ts'

after(stopSetters)
const KEY = 'tt-01-2018/01'
const house = { origin: 'https://dinh.example' }
const administrator = (db: Db, at = '2026-11-24T09:00'): Call =>
  aCall(db, anActor({ 'papers.change-templates': ['ubnd-tinh', HOUSE] }, { id: 'quan-tri' }), at)
/** Procedure control publishes what others wrote. */
const publisher = (db: Db, id = 'kiem-soat'): Call =>
  aCall(db, anActor({ 'papers.publish-templates': ['ubnd-tinh', HOUSE] }, { id }), '2026-11-24T09:00')

async function aDraft(call: Call) {
  const [from] = (await viewTemplate(call, KEY))!
  const { id } = await draftTemplate(call, { fromVersionId: from!.id })
  return (await viewTemplate(call, KEY))!.find((each) => each.id === id)!
}
const contentOf = ({
  name,
  legalBasis,
  verified,
  source,
  schema,
  example,
  signs,
  from,
}: Awaited<ReturnType<typeof aDraft>>) => ({
  ...{ name, legalBasis, verified, source, schema, example, signs, from },
})

test('a draft is a copy of a version, one at a time; saved over what somebody else saved it is refused', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = administrator(db)
  const draft = await aDraft(call)
  assert.deepEqual([draft.version, draft.state, draft.verified, draft.revision], [2, 'draft', false, 1])
  await assert.rejects(draftTemplate(call, { fromVersionId: draft.id }), { code: 'papers.draft-open' })
  const saves = await Promise.allSettled(
    ['Một', 'Hai'].map((name) => saveTemplateDraft(call, { ...contentOf(draft), id: draft.id, revision: 1, name })),
  )
  assert.equal(saves.filter((each) => each.status === 'fulfilled').length, 1)
  const lost = saves.find((each) => each.status === 'rejected') as PromiseRejectedResult
  assert.equal((lost.reason as { code: string }).code, 'papers.changed-meanwhile')
  const stranger = { ...call, actor: anActor({}) }
  await assert.rejects(listTemplateWork(stranger, {}), { code: 'papers.no-right' })
  await assert.rejects(saveTemplateDraft(stranger, { ...contentOf(draft), id: draft.id, revision: 2 }), {
    code: 'papers.no-right',
  })
  await discardTemplateDraft(call, { id: draft.id, revision: 2 })
  assert.equal((await viewTemplate(call, KEY))!.length, 1)
  const written = await db.selectFrom('audit_entry').select('act').where('actor_id', '=', 'quan-tri').execute()
  assert.deepEqual(written.map((each) => each.act).toSorted(), [
    'papers.template-discarded',
    'papers.template-drafted',
    'papers.template-saved',
  ])
})

test('published it holds from its day, the one before until the day before, and neither changes any more', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = administrator(db)
  const draft = await aDraft(call)
  const at = { id: draft.id, revision: 1 }
  await saveTemplateDraft(call, { ...contentOf(draft), ...at, source: `${draft.source}\nMới.` })
  await assert.rejects(publishTemplate(publisher(db), { ...at, effectiveFrom: '2027-01-01' }, house), {
    code: 'papers.changed-meanwhile',
  })
  const ready = { id: draft.id, revision: 2 }
  await assert.rejects(publishTemplate(publisher(db), { ...ready, effectiveFrom: '2026-11-23' }, house), {
    code: 'papers.starts-in-the-past',
  })
  const twice = await Promise.allSettled(
    [1, 2].map(() => publishTemplate(publisher(db), { ...ready, effectiveFrom: '2027-01-01' }, house)),
  )
  assert.equal(twice.filter((each) => each.status === 'fulfilled').length, 1)
  assert.equal((await findTemplateOn(db, KEY, '2026-12-31'))?.version, 1)
  assert.equal((await findTemplateOn(db, KEY, '2027-01-01'))?.version, 2)
  await assert.rejects(saveTemplateDraft(call, { ...contentOf(draft), id: draft.id, revision: 3 }), {
    code: 'papers.published-already',
  })
  await assert.rejects(discardTemplateDraft(call, { id: draft.id, revision: 3 }), { code: 'papers.published-already' })
  await assert.rejects(
    sql`update paper_template_version set source = 'x' where id = ${draft.id}`.execute(db),
    /never changes/,
  )
  const again = await aDraft(call)
  await assert.rejects(
    publishTemplate(publisher(db), { id: again.id, revision: 1, effectiveFrom: '2026-12-01' }, house),
    {
      code: 'papers.later-version',
    },
  )
})

test('what is faulty is told by line, by path of the example and by missing place, and is not published', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = administrator(db)
  const draft = await aDraft(call)
  const broken = { ...draft, source: draft.source.replace('#let d = data()', '#let d = data()\n#khong-co()') }
  const { set, faults } = await tryTemplate(call, broken, house)
  assert.equal(set, null)
  assert.deepEqual([faults[0]?.where, faults[0]?.line], ['source', 3])
  const { due: _, ...less } = draft.example
  const signs = [...draft.signs, { key: 'thu-truong', by: 'leader' as const, on: 'either' as const }]
  const lacking = await tryTemplate(
    call,
    { ...draft, source: '#import "/nd30.typ": *\nMột.', example: less, signs },
    house,
  )
  assert.ok(lacking.set)
  assert.ok(lacking.faults.some((each) => each.where === 'schema' && each.words.includes('due')))
  assert.ok(lacking.faults.some((each) => each.where === 'signs' && each.words.includes('thu-truong')))
  const foreign = await tryTemplate(call, { ...draft, source: '\n#import "@preview/tablex:0.0.8": *' }, house)
  assert.equal(foreign.faults[0]?.line, 2)
  const schema = await tryTemplate(call, { ...draft, schema: { type: 'khong-co' } }, house)
  assert.match(schema.faults[0]!.words, /^Lược đồ/)
  await saveTemplateDraft(call, { ...contentOf(draft), id: draft.id, revision: 1, source: broken.source })
  await assert.rejects(
    publishTemplate(publisher(db), { id: draft.id, revision: 2, effectiveFrom: '2026-12-01' }, house),
    {
      code: 'papers.template-faults',
    },
  )
  // A receipt with a place for initials is sound to set, and still not published.
  const initialled = [...draft.signs, { key: draft.signs[0]!.key, by: 'initials' as const, on: 'either' as const }]
  await saveTemplateDraft(call, { ...contentOf(draft), id: draft.id, revision: 2, signs: initialled })
  await assert.rejects(
    publishTemplate(publisher(db), { id: draft.id, revision: 3, effectiveFrom: '2026-12-01' }, house),
    (error: { code?: string; facts?: { list: string[] } }) =>
      error.code === 'papers.template-faults' && error.facts!.list.some((each) => each.includes('ký nháy')),
  )
})

test('a template that never ends is killed and told, while papers are set beside it', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = administrator(db)
  const sound = (await viewTemplate(call, KEY))![0]!
  const loops = '#for a in range(9000) { for b in range(9000) { for c in range(9000) { let _ = a * b * c } } }'
  const order: string[] = []
  const setters = new Setters({ children: 1, silentMs: 6000, tries: 1 })
  t.after(() => setters.stop())
  const trial = tryTemplate(call, { ...sound, source: loops }, { ...house, setters }).then(
    () => assert.fail('it ended'),
    (error: { code: string }) => void order.push(error.code),
  )
  for (const code of ['ABCDEFGHJKLM', 'BBCDEFGHJKLM', 'CBCDEFGHJKLM'])
    await setTemplate(sound, sound.example, { ...house, code, at: call.now }).then(() => order.push('set'))
  await trial
  assert.equal(order.at(-1), 'papers.trial-endless')
  assert.equal((await tryTemplate(call, sound, { ...house, setters })).faults.length, 0)
})

test('a new template begins as a copy under its own key, and goes with its only draft', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = administrator(db)
  const from = (await viewTemplate(call, KEY))![0]!
  await assert.rejects(draftTemplate(call, { fromVersionId: from.id, newKey: KEY }), { code: 'papers.key-taken' })
  const { id } = await draftTemplate(call, { fromVersionId: from.id, newKey: 'giay-moi' })
  assert.ok((await listTemplateWork(call, { words: 'GIAY moi' })).some((each) => each.key === 'giay-moi'))
  await discardTemplateDraft(call, { id, revision: 1 })
  assert.equal(await viewTemplate(call, 'giay-moi'), undefined)
})

test('a template is published by a second person who reaches the province: not by who wrote it, not by the administrator of a commune', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = administrator(db)
  const draft = await aDraft(call)
  const command = { id: draft.id, revision: 1, effectiveFrom: '2027-01-01' }
  await assert.rejects(publishTemplate(call, command, house), { code: 'papers.no-right' })
  const both = ['papers.change-templates', 'papers.publish-templates']
  const alone = anActor(Object.fromEntries(both.map((act) => [act, ['ubnd-tinh', HOUSE]])), { id: 'quan-tri' })
  await assert.rejects(publishTemplate({ ...call, actor: alone }, command, house), { code: 'papers.second-person' })
  // Whoever saves over what another wrote does not free the other to publish it.
  const other = { ...call, actor: anActor({ 'papers.change-templates': [HOUSE] }, { id: 'quan-tri-2' }) }
  await saveTemplateDraft(other, { ...contentOf(draft), id: draft.id, revision: 1 })
  await assert.rejects(publishTemplate({ ...call, actor: alone }, { ...command, revision: 2 }, house), {
    code: 'papers.second-person',
  })
  const grants = await grantsOfPost(db, 'xa-liem-phong.dia-chinh', '2026-11-24')
  const commune = new Map(grants)
  for (const act of both) commune.set(act, new Set(['xa-liem-phong']))
  const ofCommune = { ...call, actor: { ...anActor({}, { id: 'xa' }), grants: commune } }
  for (const act of [
    () => listTemplateWork(ofCommune, {}),
    () => draftTemplate(ofCommune, { fromVersionId: draft.id }),
    () => publishTemplate(ofCommune, { ...command, revision: 2 }, house),
  ])
    await assert.rejects(act, { code: 'papers.no-right' })
  await publishTemplate(publisher(db), { ...command, revision: 2 }, house)
})

test('who reaches the whole province reaches what belongs to the house; an administrator of one commune does not', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const reaches = async (post: string, act: string) =>
    (await grantsOfPost(db, post, '2026-11-24')).get(act)?.has(HOUSE) ?? false
  for (const act of ['jobs.view', 'audit.view', 'settings.change', 'papers.change-templates'])
    assert.equal(await reaches('ubnd-tinh.quan-tri', act), true, act)
  assert.equal(await reaches('kstthc.chuyen-vien', 'papers.publish-templates'), true)
  await db
    .insertInto('post_duty')
    .values({
      ...{ post_id: 'xa-liem-phong.dia-chinh', organisation_id: 'xa-liem-phong', role: 'administrator' },
      valid_from: '2020-01-01',
    })
    .execute()
  forgetDirectory(db)
  const commune = await grantsOfPost(db, 'xa-liem-phong.dia-chinh', '2026-11-24')
  assert.deepEqual([...(commune.get('audit.view') ?? [])].toSorted(), ['motcua-xa-liem-phong', 'xa-liem-phong'])
  for (const act of ['jobs.view', 'audit.view', 'papers.change-templates'])
    assert.equal(commune.get(act)!.has(HOUSE), false, act)
})
