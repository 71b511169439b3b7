import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import {
  addPerson,
  appoint,
  type Appoint,
  changeDuties,
  changePerson,
  createPost,
  delegate,
  type Delegate,
  endAppointment,
  endPost,
  grantsOfPost,
  loadPosts,
  revokeDelegation,
} from '../index.ts'

const TODAY = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
const after = (days: number) => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10)
let db: Db
let administrator: Actor
before(async (t) => {
  db = (await testDatabase(t as never, 'dinh_demonstration')).db
  const { rows } = await sql<{ id: string }>`select id from organisation`.execute(db)
  administrator = anActor({ 'directory.change': rows.map((row) => row.id) }, { id: 'quan-tri' })
})
const call = (actor: Actor = administrator): Call => aCall(db, actor, `${TODAY}T09:00`)
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
/** What is remembered of the directory is at most a second old. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1100))
const someone = async (fullName: string) =>
  (await addPerson(call(), { fullName, birthDate: '1988', gender: null, phone: null, email: null })).id
const post = async (title: string, role: 'officer' | 'leader' = 'officer', organisationId = 'phu-ly-tu-phap') =>
  (await createPost(call(), { organisationId, title, from: TODAY, duties: [{ organisationId, role, function: '' }] }))
    .id
const terms = (personId: string, postId: string, more: Partial<Appoint> = {}): Appoint => ({
  ...{ personId, postId, kind: 'main', decisionNumber: '7/QĐ-UBND', from: TODAY, to: null },
  ...more,
})

test('a post is created with its duties, held, relieved of duties from a day on, and ended when nobody holds it', async () => {
  const id = await post('Chuyên viên hộ tịch số')
  assert.equal(id, 'phu-ly-tu-phap.chuyen-vien-ho-tich-so')
  const person = await someone('Lê Thị Thử')
  const { id: appointment } = await appoint(call(), terms(person, id))
  const counter = { organisationId: 'motcua-phu-ly', role: 'receiver' as const, function: '' }
  await changeDuties(call(), { postId: id, from: after(10), duties: [counter] })
  await settle()
  const on = async (day: string) => (await loadPosts(db, day)).all.get(id)
  assert.deepEqual((await on(TODAY))?.duties, [{ organisationId: 'phu-ly-tu-phap', role: 'officer', function: '' }])
  assert.equal((await on(TODAY))?.holder, 'Lê Thị Thử')
  assert.deepEqual((await on(after(10)))?.duties, [counter])
  await assert.rejects(endPost(call(), { postId: id, from: after(20) }), refuses('directory.post-held'))
  await endAppointment(call(), { appointmentId: appointment, from: after(20), decisionNumber: '8/QĐ-UBND' })
  await endPost(call(), { postId: id, from: after(20) })
  await settle()
  assert.ok(await on(after(19)))
  assert.equal(await on(after(20)), undefined)
  await assert.rejects(endPost(call(), { postId: id, from: after(30) }), refuses('directory.post-ended'))
})

test('duties nobody knows, twice the same, in a unit that is gone, or changed under a later change are refused', async () => {
  const id = await post('Chuyên viên thử nhiệm vụ')
  const duty = { organisationId: 'phu-ly-tu-phap', role: 'officer' as const, function: '' }
  const change = (duties: unknown, from = after(5)) => changeDuties(call(), { postId: id, from, duties } as never)
  await assert.rejects(change([{ ...duty, role: 'king' }]), refuses('directory.unknown-role'))
  await assert.rejects(change([duty, duty]), refuses('directory.duty-twice'))
  await assert.rejects(change([{ ...duty, organisationId: 'xa-chau-son' }]), refuses('directory.organisation-ended'))
  await assert.rejects(change([duty]), refuses('directory.nothing-changes'))
  await assert.rejects(change([{ ...duty, role: 'council' }], after(-1)), refuses('directory.in-the-past'))
  await change([duty, { ...duty, role: 'council' }])
  await assert.rejects(change([duty], after(5)), refuses('directory.later-duties'))
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

test('a post has one main holder, and a person one main post; two who appoint at once: the second is refused', async () => {
  const [first, second] = [await someone('Trần Văn Một'), await someone('Trần Văn Hai')]
  const id = await post('Chuyên viên tranh chấp')
  const lost = await atOnce(
    (within) => appoint(within, terms(first, id)),
    () => appoint(call(), terms(second, id)),
  )
  assert.ok(refuses('directory.main-held')(lost), String(lost))
  const [winner, loser] = [first, second]
  const other = await post('Chuyên viên khác')
  await assert.rejects(appoint(call(), terms(winner, other)), refuses('directory.second-main'))
  await assert.rejects(appoint(call(), terms(winner, id, { kind: 'concurrent' })), refuses('directory.holds-already'))
  await assert.rejects(appoint(call(), terms(loser, other, { to: TODAY })), refuses('directory.ends-before-start'))
  await assert.rejects(appoint(call(), terms(loser, other, { from: after(-9) })), refuses('directory.post-ended'))
  await appoint(call(), terms(winner, other, { kind: 'seconded', to: after(90) }))
  await assert.rejects(
    sql`insert into appointment (id, person_id, post_id, kind, valid_from) values (gen_random_uuid(), ${loser}, ${id}, 'main', ${TODAY})`.execute(
      db,
    ),
    /appointment_one_main_holder/,
    'the database says the same',
  )
})

test('a person is found under the corrected name; who may not change the unit may not change its people', async () => {
  const id = await someone('Nguyễn  Văn Sai')
  await changePerson(call(), {
    id,
    fullName: 'Nguyễn Văn Đúng',
    birthDate: '1990-02-01',
    gender: 'male',
    phone: null,
    email: null,
  })
  const row = await db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  assert.deepEqual(
    [row.full_name, row.search_name, row.birth_date],
    ['Nguyễn Văn Đúng', 'nguyen van dung', '1990-02-01'],
  )
  await assert.rejects(
    someone('Người Tương Lai').then(() =>
      addPerson(call(), { fullName: 'A B', birthDate: after(1), gender: null, phone: null, email: null }),
    ),
    refuses('directory.born-later'),
  )
  const mai = await db
    .selectFrom('appointment')
    .select('person_id')
    .where('post_id', '=', 'phu-ly-tu-phap.truong')
    .executeTakeFirstOrThrow()
  const stranger = anActor({ 'directory.change': ['ubnd-duy-tien'] })
  await assert.rejects(
    changePerson(call(stranger), {
      id: mai.person_id,
      fullName: 'Đổi Trộm',
      birthDate: null,
      gender: null,
      phone: null,
      email: null,
    }),
    refuses('directory.no-right'),
  )
})

const CHAIR = 'ubnd-duy-tien.chu-tich'
const DEPUTY = 'duy-tien-tu-phap.chuyen-vien'
const given = (more: Partial<Delegate> = {}): Delegate => ({
  ...{ fromPostId: CHAIR, toPostId: DEPUTY, form: 'TUQ', acts: ['dossiers.decide'] },
  ...{ documentNumber: '15/QĐ-UBND', documentOn: TODAY, from: after(2), to: after(30) },
  ...more,
})

test('a written delegation gives exactly its acts, within its dates, where the giver has them, and nothing after it is revoked', async () => {
  const { id } = await delegate(call(), given())
  await settle()
  const grants = (day: string) => grantsOfPost(db, DEPUTY, day)
  const reach = async (day: string) => [...((await grants(day)).get('dossiers.decide') ?? [])].sort()
  const own = [...(await grantsOfPost(db, CHAIR, after(2))).get('dossiers.decide')!].sort()
  assert.deepEqual(await reach(after(1)), [])
  assert.deepEqual(await reach(after(2)), own)
  assert.deepEqual(await reach(after(29)), own)
  assert.deepEqual(await reach(after(30)), [])
  assert.deepEqual(
    [...(await grants(after(2))).keys()].sort(),
    [...(await grants(after(1))).keys(), 'dossiers.decide'].sort(),
  )
  await assert.rejects(
    delegate(call(), given({ from: after(20), to: after(40) })),
    refuses('directory.delegated-already'),
  )
  await revokeDelegation(call(), { delegationId: id, remark: '16/QĐ-UBND' })
  await settle()
  assert.deepEqual(await reach(after(2)), [])
  await assert.rejects(
    revokeDelegation(call(), { delegationId: id, remark: 'x' }),
    refuses('directory.revoked-already'),
  )
})

test('what a post does not have it does not give; what was delegated to it is not passed on; the form has its limits', async () => {
  const tries: [Partial<Delegate>, string][] = [
    [{ acts: ['audit.view'] }, 'directory.act-not-own'],
    [{ toPostId: CHAIR }, 'directory.delegates-to-itself'],
    [{ to: null }, 'directory.period-wanted'],
    [{ form: 'KT' }, 'directory.not-a-deputy'],
    [{ from: after(-1) }, 'directory.in-the-past'],
    [{ documentOn: after(1) }, 'directory.document-later'],
    [{ to: after(2) }, 'directory.ends-before-start'],
    [{ toPostId: 'khong.co' }, 'directory.unknown-post'],
  ]
  for (const [more, code] of tries) await assert.rejects(delegate(call(), given(more)), refuses(code), code)
  await delegate(call(), given())
  const onward = given({ fromPostId: DEPUTY, toPostId: 'duy-tien-tu-phap.truong' })
  await assert.rejects(delegate(call(), onward), refuses('directory.act-not-own'))
})
