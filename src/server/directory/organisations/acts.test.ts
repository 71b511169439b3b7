import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Actor, type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { seedDirectory } from '../../../../seeds/directory.ts'
import {
  changeOrganisation,
  endOrganisation,
  type EndOrganisation,
  establishOrganisation,
  type EstablishOrganisation,
  grantsOfPost,
  loadDirectory,
  loadPosts,
  queuesOf,
  resolveHolder,
  setCode,
  setDesk,
} from '../index.ts'
import { decideId } from './tree-rules.ts'

let db: Db
let administrator: Actor
const everywhere = async () => {
  const { rows } = await sql<{ id: string }>`select id from organisation`.execute(db)
  return rows.map((row) => row.id)
}
const reach = async () => {
  administrator = anActor({ 'directory.change': await everywhere() }, { id: 'quan-tri' })
}
before(async (t) => {
  db = (await testDatabase(t as never)).db
  await seedDirectory(db)
  await reach()
})
const call = (actor: Actor = administrator, at = '2026-11-24T09:00'): Call => aCall(db, actor, at)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const plan = (name: string, more: Partial<EstablishOrganisation> = {}): EstablishOrganisation => ({
  ...{ name, kind: 'division', tier: 'district', parentId: 'ubnd-phu-ly', from: '2026-12-01', legalBasis: '1/QĐ-UBND' },
  ...{ functions: [], address: null, phone: null, codes: {} },
  ...more,
})
const ending = (id: string, more: Partial<EndOrganisation> = {}): EndOrganisation => ({
  ...{ id, kind: 'merge', successorIds: ['phu-ly-kinh-te'], from: '2027-01-01', legalBasis: '9/NQ-HĐND' },
  ...more,
})
async function established(name: string, more: Partial<EstablishOrganisation> = {}) {
  const { id } = await establishOrganisation(call(), plan(name, more))
  await reach()
  return id
}
const nameOf = (id: string, name: string, from: string, parentId = 'ubnd-phu-ly') => ({
  ...{ id, name, from, parentId, legalBasis: '2/QĐ-UBND', functions: [], address: null, phone: null },
})
/** What is remembered of the directory is at most a second old. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1100))

test('a division is established from a day on: it is not there the day before, and its id is made of its name', async () => {
  const id = await established('Phòng Chuyển đổi số', { codes: { qcvn102: '001.99.26.H25' } })
  assert.equal(id, 'phong-chuyen-doi-so')
  await settle()
  assert.equal((await loadDirectory(db, '2026-11-30')).organisation(id), undefined)
  const there = (await loadDirectory(db, '2026-12-01')).get(id)
  assert.deepEqual([there.parentId, there.codes], ['ubnd-phu-ly', [{ scheme: 'qcvn102', code: '001.99.26.H25' }]])
  await assert.rejects(establishOrganisation(call(), plan('Phòng Chuyển đổi số')), refuses('directory.name-taken'))
  assert.equal(decideId('Phòng Chuyển đổi số', 'ubnd-duy-tien', new Set([id])), 'phong-chuyen-doi-so-ubnd-duy-tien')
})

test('the administrator of a district reaches a unit there that is still to come, and none of another district', async () => {
  const district = anActor({ 'directory.change': ['ubnd-phu-ly'] })
  const { id } = await establishOrganisation(call(district), plan('Phòng Sắp có', { from: '2027-08-01' }))
  const code = { organisationId: id, scheme: 'qd20' as const, code: 'H25.26.88', from: '2027-08-01' }
  await setCode(call(district), code)
  await reach()
  const neighbour = anActor({ 'directory.change': ['ubnd-duy-tien'] })
  await assert.rejects(
    setCode(call(neighbour), { ...code, from: '2027-09-01', code: null }),
    refuses('directory.no-right'),
  )
})

test('an act outside the unit of the administrator, in the past, under nothing, or with a code of another is refused', async () => {
  const stranger = anActor({ 'directory.change': ['ubnd-duy-tien'] })
  await assert.rejects(establishOrganisation(call(stranger), plan('Phòng A')), refuses('directory.no-right'))
  await assert.rejects(
    establishOrganisation(call(), plan('Phòng A', { from: '2026-11-23' })),
    refuses('directory.in-the-past'),
  )
  const nowhere = anActor({ 'directory.change': ['xa-chau-son'] })
  await assert.rejects(
    establishOrganisation(call(nowhere), plan('Phòng A', { parentId: 'xa-chau-son' })),
    refuses('directory.parent-missing'),
  )
  for (const [code, refusal] of [
    ['347', 'directory.code-taken'],
    ['H25', 'directory.code-shape'],
  ] as const)
    await assert.rejects(establishOrganisation(call(), plan('Phòng A', { codes: { gso: code } })), refuses(refusal))
})

test('a unit is renamed and moved from a day on; the name of before stays for the days before, and still finds it', async () => {
  const id = await established('Phòng Khảo sát')
  await changeOrganisation(call(), nameOf(id, 'Phòng Đo đạc', '2027-03-01', 'ubnd-duy-tien'))
  await settle()
  const [before_, after] = [await loadDirectory(db, '2027-02-28'), await loadDirectory(db, '2027-03-01')]
  assert.deepEqual([before_.get(id).name, before_.get(id).parentId], ['Phòng Khảo sát', 'ubnd-phu-ly'])
  assert.deepEqual([after.get(id).name, after.get(id).parentId], ['Phòng Đo đạc', 'ubnd-duy-tien'])
  assert.deepEqual(after.findByName('phong khao sat'), [id])
  await assert.rejects(
    changeOrganisation(call(), nameOf(id, 'Phòng Khác', '2027-03-01')),
    refuses('directory.later-version'),
  )
  await assert.rejects(
    changeOrganisation(call(), nameOf(id, 'Phòng Đo đạc', '2027-04-01', 'ubnd-duy-tien')),
    refuses('directory.nothing-changes'),
  )
})

test('a unit never comes to stand under itself, today or on a later day', async () => {
  const [a, b] = [await established('Phòng Vòng A'), await established('Phòng Vòng B')]
  await changeOrganisation(call(), nameOf(b, 'Phòng Vòng B', '2027-06-01', a))
  await assert.rejects(
    changeOrganisation(call(), nameOf(a, 'Phòng Vòng A', '2027-07-01', b)),
    refuses('directory.cycle'),
  )
  await assert.rejects(
    changeOrganisation(call(), nameOf(a, 'Phòng Vòng A', '2027-01-01', b)),
    refuses('directory.cycle'),
  )
  await assert.rejects(
    changeOrganisation(call(), nameOf(a, 'Phòng Vòng A', '2027-01-01', a)),
    refuses('directory.cycle'),
  )
})

/** The second begins while the first has written and not yet committed: what it does is decided by a rule, never by luck. */
async function atOnce(first: (within: Call) => Promise<unknown>, second: () => Promise<unknown>) {
  let written = () => {}
  let release = () => {}
  const hasWritten = new Promise<void>((resolve) => (written = resolve))
  const gate = new Promise<void>((resolve) => (release = resolve))
  const holding = inTransaction(call(), async (within) => {
    await first(within)
    written()
    await gate
  })
  await hasWritten
  const other = second().then(
    () => undefined,
    (error: unknown) => error,
  )
  await new Promise((resolve) => setTimeout(resolve, 150))
  release()
  await holding
  return other
}

test('two administrators who change one unit from the same day: the second is refused, and one version stands', async () => {
  const id = await established('Phòng Hai người')
  const lost = await atOnce(
    (within) => changeOrganisation(within, nameOf(id, 'Phòng Một', '2027-05-01')),
    () => changeOrganisation(call(), nameOf(id, 'Phòng Hai', '2027-05-01')),
  )
  assert.ok(refuses('directory.later-version')(lost), String(lost))
  const versions = await db
    .selectFrom('organisation_version')
    .select('name')
    .where('organisation_id', '=', id)
    .execute()
  assert.equal(versions.length, 2)
})

test('a code belongs to one unit a day, is replaced from a day on, and can be taken away', async () => {
  const [a, b] = [await established('Phòng Mã A'), await established('Phòng Mã B')]
  const code = (organisationId: string, value: string | null, from: string) =>
    setCode(call(), { organisationId, scheme: 'qd20', code: value, from })
  await code(a, 'H25.26.77', '2026-12-01')
  await assert.rejects(code(b, 'H25.26.77', '2027-01-01'), refuses('directory.code-taken'))
  await assert.rejects(code(a, 'H25.26.78', '2026-12-01'), refuses('directory.later-code'))
  await code(a, null, '2027-01-01')
  await code(b, 'H25.26.77', '2027-01-01')
})

test('another desk receives for a unit from a day on; a division is not a desk', async () => {
  const desk = await established('Quầy mới', { kind: 'counter', parentId: 'motcua-phu-ly' })
  await setDesk(call(), { servedId: 'ubnd-phu-ly', deskId: desk, from: '2027-02-01' })
  await settle()
  assert.equal((await loadDirectory(db, '2027-01-31')).deskOf('ubnd-phu-ly'), 'motcua-phu-ly')
  assert.equal((await loadDirectory(db, '2027-02-01')).deskOf('ubnd-phu-ly'), desk)
  const wrong = { servedId: 'ubnd-duy-tien', deskId: 'phu-ly-vp', from: '2027-02-01' }
  await assert.rejects(setDesk(call(), wrong), refuses('directory.not-a-desk'))
})

test('two communes are merged as data: desk and parts come over, old names and open dossiers lead to the new one', async () => {
  const id = 'xa-liem-phong'
  const command = ending(id, { successorIds: ['xa-liem-can'], from: '2027-01-01' })
  await assert.rejects(
    endOrganisation(call(), { ...command, kind: 'abolish', successorIds: [] }),
    refuses('directory.has-children'),
  )
  await endOrganisation(call(), command)
  await settle()
  const directory = await loadDirectory(db, '2027-01-01')
  assert.equal(directory.communes().length, 108)
  assert.equal((await loadDirectory(db, '2026-12-31')).communes().length, 109)
  assert.deepEqual(directory.findByName('Xã Liêm Phong'), ['xa-liem-can'])
  assert.equal(directory.get('motcua-xa-liem-phong').parentId, 'xa-liem-can')
  const place = { deskId: 'motcua-xa-liem-phong', receivingId: id, handlingId: id }
  const holder = { role: 'officer', unit: { of: 'handling', function: 'civil-status' } } as const
  assert.equal(resolveHolder(directory, holder, place).queue, 'xa-liem-can/officer/civil-status')
  const posts = await loadPosts(db, '2027-01-01')
  assert.ok(queuesOf(posts.all.get('xa-liem-can.tu-phap')!).includes('xa-liem-phong/officer/civil-status'))
  assert.equal(posts.all.get('xa-liem-phong.chu-tich'), undefined)
  assert.ok((await grantsOfPost(db, 'xa-liem-can.chu-tich', '2027-01-01')).get('dossiers.decide')?.has(id))
})

test('a unit ends only as the law of its ending says: successors by kind, not the head of the tree, not twice', async () => {
  const id = await established('Phòng Sắp hết')
  const tries: [Partial<EndOrganisation>, string][] = [
    [{ id: 'ubnd-tinh' }, 'directory.root'],
    [{ successorIds: [] }, 'directory.successors-wanted'],
    [{ kind: 'split', successorIds: ['phu-ly-kinh-te', 'phu-ly-kinh-te'] }, 'directory.successors-wanted'],
    [{ kind: 'abolish' }, 'directory.successors-wanted'],
    [{ successorIds: ['xa-chau-son'] }, 'directory.successor-missing'],
    [{ from: '2026-12-01' }, 'directory.later-version'],
  ]
  for (const [more, code] of tries) await assert.rejects(endOrganisation(call(), ending(id, more)), refuses(code), code)
  await endOrganisation(call(), ending(id, { kind: 'abolish', successorIds: [] }))
  await assert.rejects(
    endOrganisation(call(), ending(id, { from: '2027-02-01' })),
    refuses('directory.organisation-ended'),
  )
})

test('open work keeps a unit alive unless a successor takes it; in a split only the first successor takes it', async () => {
  const id = await established('Phòng Còn việc')
  await sql`insert into task (id, thing_id, step_key, step_name, step_kind, organisation_id, role, function, queue, given_at, due_at, seq)
    values (gen_random_uuid(), gen_random_uuid(), 'tham-dinh', 'Thẩm định', 'appraise', ${id}, 'officer', '', ${`${id}/officer`}, now(), now(), 1)`.execute(
    db,
  )
  await assert.rejects(
    endOrganisation(call(), ending(id, { kind: 'abolish', successorIds: [] })),
    refuses('directory.has-open-work'),
  )
  await endOrganisation(call(), ending(id, { kind: 'split', successorIds: ['phu-ly-kinh-te', 'phu-ly-qldt'] }))
  await settle()
  const posts = await loadPosts(db, '2027-01-01')
  assert.deepEqual(
    posts.serving(`${id}/officer`).map((post) => post.id),
    ['phu-ly-kinh-te.chuyen-vien'],
  )
})

test('whatever is done in whatever order: on any day no circle, one version a unit, one holder a code', async () => {
  const unit = fc.constantFrom('P1', 'P2', 'P3', 'P4', 'P5', 'ubnd-phu-ly')
  const day = fc
    .integer({ min: 0, max: 400 })
    .map((days) => new Date(Date.UTC(2026, 11, 2 + days)).toISOString().slice(0, 10))
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ act: fc.constant('move' as const), id: unit, to: unit, from: day }) },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('code' as const),
        id: unit,
        to: fc.constantFrom('H25.91', 'H25.92'),
        from: day,
      }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('end' as const), id: unit, to: unit, from: day }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('establish' as const), id: unit, to: unit, from: day }) },
  )
  let number = 0
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (steps) => {
      number += 1
      const ids: Record<string, string> = { 'ubnd-phu-ly': 'ubnd-phu-ly' }
      for (const name of ['P1', 'P2', 'P3', 'P4']) ids[name] = await established(`Phòng ${name} lần ${number}`)
      for (const { act, id: which, to: whither, from } of steps) {
        const [id, to] = [ids[which] ?? which, ids[whither] ?? whither]
        try {
          number += 1
          if (act === 'move') await changeOrganisation(call(), nameOf(id, `Phòng số ${number}`, from, to))
          else if (act === 'code') await setCode(call(), { organisationId: id, scheme: 'qd20', code: to, from })
          else if (act === 'end') await endOrganisation(call(), ending(id, { successorIds: [to], from }))
          else ids.P5 = await established(`Phòng lập ${number}`, { parentId: to, from })
          done += 1
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
      }
      await sound()
    }),
    { numRuns: 15 },
  )
  assert.ok(done > 20, `${done} acts went through`)
})

async function sound() {
  const days = await sql<{ on: string }>`select distinct valid_from::text as on from organisation_version
    union select abolished_on::text from organisation where abolished_on is not null`.execute(db)
  for (const { on } of days.rows) {
    const { rows } = await sql<{ id: string; parent: string | null }>`
      select organisation_id as id, parent_id as parent from organisation_version
      where valid_from <= ${on} and (valid_to is null or valid_to > ${on})`.execute(db)
    const parents = new Map(rows.map((row) => [row.id, row.parent]))
    assert.equal(parents.size, rows.length, `two versions of one unit on ${on}`)
    for (const id of parents.keys()) {
      let at: string | null = id
      for (let steps = 0; at; steps += 1, at = parents.get(at) ?? null) {
        assert.ok(steps < 50, `a circle on ${on} at ${id}`)
        assert.ok(parents.has(at), `${id} hangs under ${at}, which is not there on ${on}`)
      }
    }
  }
  const twice =
    await sql`select 1 from organisation_code a join organisation_code b on a.scheme = b.scheme and a.code = b.code
    and a.organisation_id < b.organisation_id and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)`.execute(
      db,
    )
  assert.equal(twice.rows.length, 0)
}
