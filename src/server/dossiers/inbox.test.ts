import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { getVersion } from '#server/procedures/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import {
  findChoices,
  type InboxFilter,
  type InboxLine,
  listHolders,
  listInbox,
  listUnitTasks,
  searchDossiers,
  textFilter,
} from './index.ts'
import { officialOf } from './testing.ts'
import { generateDossiers } from '../../../seeds/dossiers/generate.ts'

const NOW = new Date()

/** The demonstration with some hundreds of dossiers of the last weeks. */
async function withDossiers(t: TestContext): Promise<Db> {
  const { db, pool } = await testDatabase(t, 'dinh_demonstration')
  await generateDossiers(db, pool, { count: 600, seed: 5, asOf: NOW, days: 30, papers: [] })
  return db
}

/** The official of the demonstration with the longest inbox. */
async function busiest(db: Db): Promise<Call> {
  const tasks = await db.selectFrom('open_task').select(['queue', 'organisation_id']).execute()
  const duties = await db.selectFrom('post_duty').select(['post_id', 'organisation_id', 'role', 'function']).execute()
  const load = (queue: string) => tasks.filter((task) => task.queue === queue).length
  const sorted = duties
    .map((duty) => ({
      postId: duty.post_id,
      load: load(`${duty.organisation_id}/${duty.role}${duty.function ? `/${duty.function}` : ''}`),
    }))
    .toSorted((a, b) => b.load - a.load)
  return { db, actor: await officialOf(db, sorted[0]!.postId, NOW), now: NOW, origin: { requestId: 'test' } }
}

async function everyLine(call: Call, filter: Partial<InboxFilter>, limit: number): Promise<InboxLine[]> {
  const lines: InboxLine[] = []
  for (let after: InboxFilter['after']; ;) {
    const page = await listInbox(call, { ...filter, after, limit })
    lines.push(...page.items)
    if (!page.next) return lines
    after = page.next
  }
}

test('each filter of an inbox leaves exactly the lines that fit, page after page, and its count agrees', async (t) => {
  const db = await withDossiers(t)
  const call = await busiest(db)
  const all = await everyLine(call, {}, 500)
  assert.ok(all.length > 10, `${all.length} tasks`)
  const middle = all[Math.floor(all.length / 2)]!
  const cases: [string, Partial<InboxFilter>, (line: InboxLine) => boolean][] = [
    ['procedure', { procedureCodes: [middle.procedureCode] }, (line) => line.procedureCode === middle.procedureCode],
    ['state', { state: middle.state }, (line) => line.state === middle.state],
    ['channel', { channel: middle.channel }, (line) => line.channel === middle.channel],
    ['step', { stepKind: middle.stepKind }, (line) => line.stepKind === middle.stepKind],
    ['mine', { holder: { postId: call.actor.postId! } }, (line) => line.postId === call.actor.postId],
    ['the queue', { holder: 'nobody' }, (line) => line.postId === null],
    ['received', { received: true }, (line) => line.receivedAt !== null],
    ['not received', { received: false }, (line) => line.receivedAt === null],
    ['due from', { dueFrom: middle.taskDue }, (line) => line.taskDue >= middle.taskDue],
    ['due before', { dueBefore: middle.taskDue }, (line) => line.taskDue < middle.taskDue],
    [
      'part of a code',
      { text: textFilter(middle.code.slice(-11).toLowerCase()) },
      (line) => line.code.endsWith(middle.code.slice(-11)),
    ],
    [
      'owner',
      { text: textFilter(` ${middle.ownerName.toUpperCase()} `) },
      (line) => line.ownerName === middle.ownerName,
    ],
    ['nothing such', { text: textFilter('không có ai tên thế') }, () => false],
    [
      'two at once',
      { channel: middle.channel, dueBefore: middle.taskDue },
      (line) => line.channel === middle.channel && line.taskDue < middle.taskDue,
    ],
  ]
  for (const [name, filter, fits] of cases) {
    const expected = all.filter(fits).map((line) => line.taskId)
    const found = await everyLine(call, filter, 3)
    assert.deepEqual(
      found.map((line) => line.taskId),
      expected,
      name,
    )
    const { counts } = await listInbox(call, filter)
    const today = await everyLine(call, { ...filter, only: 'today' }, 500)
    assert.equal(counts.today, today.length, name)
    assert.deepEqual(
      [counts.all, counts.late, counts.new, counts.more],
      [
        expected.length,
        all.filter((line) => fits(line) && line.taskDue < NOW).length,
        all.filter((line) => fits(line) && line.receivedAt === null).length,
        false,
      ],
      name,
    )
  }
})

test('signs that mean something to a database are letters like others in the text filter', async (t) => {
  const db = await withDossiers(t)
  const call = await busiest(db)
  for (const typed of ['%', '_', "' or 1=1 --", '\\'])
    assert.equal((await listInbox(call, { text: textFilter(typed) })).counts.all, 0, typed)
})

test('the choices offered are those the inbox holds', async (t) => {
  const db = await withDossiers(t)
  const call = await busiest(db)
  const all = await everyLine(call, {}, 500)
  const choices = await findChoices(call)
  const sorted = (values: Iterable<string>) => [...new Set(values)].toSorted()
  assert.deepEqual(sorted(choices.procedures.map((each) => each.code)), sorted(all.map((line) => line.procedureCode)))
  assert.deepEqual(sorted(choices.stepKinds), sorted(all.map((line) => line.stepKind)))
  assert.deepEqual(sorted(choices.states), sorted(all.map((line) => line.state)))
  for (const { code, versionId } of choices.procedures) assert.equal((await getVersion(db, versionId)).code, code)
})

test('the head sees who holds what, then the tasks of one holder, late ones alone; another unit is refused', async (t) => {
  const db = await withDossiers(t)
  const head: Call = {
    ...{ db, now: NOW, origin: { requestId: 'test' } },
    actor: await officialOf(db, 'xa-liem-phong.chu-tich', NOW),
  }
  const { items: holders } = await listHolders(head)
  assert.ok(holders.length > 0)
  for (const holder of holders) {
    const who = holder.postId ? { postId: holder.postId } : { queue: holder.queue }
    const all = await listUnitTasks(head, holder.organisationId, { holder: who })
    assert.deepEqual([all.counts.all, all.counts.late], [holder.open, holder.late])
    const late = await listUnitTasks(head, holder.organisationId, { holder: who, only: 'late', limit: 500 })
    assert.equal(late.items.length, holder.late)
    assert.ok(late.items.every((line) => line.taskDue < NOW))
  }
  const late = await listHolders(head, { lateOnly: true })
  assert.deepEqual(
    late.items,
    holders.filter((holder) => holder.late > 0),
  )
  const first = await listHolders(head, { limit: 1 })
  assert.equal(first.next, 1)
  assert.deepEqual((await listHolders(head, { limit: 1, skip: 1 })).items, holders.slice(1, 2))
  await assert.rejects(listUnitTasks(head, 'so-tu-phap'), /dossiers.no-right/)
})

test('what the scanner reads off a receipt finds its dossier at once, with the return key and however the keyboard is set', async (t) => {
  const db = await withDossiers(t)
  const call = await busiest(db)
  const { code, dossierId } = (await listInbox(call, { limit: 1 })).items[0]!
  for (const scanned of [code, `${code}\r\n`, code.toLowerCase(), ` ${code.replaceAll('-', ' - ')} `]) {
    const found = await searchDossiers(call, scanned)
    assert.deepEqual(
      found.map((line) => line.id),
      [dossierId],
      scanned,
    )
  }
})
