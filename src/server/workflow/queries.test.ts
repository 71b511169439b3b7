import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '#server/platform/testing.ts'
import { insertTask, listTasks, moveTask } from './queries.ts'
import type { NewTask } from './schema.ts'

const aTask = (thingId: string, seq: number): NewTask => ({
  ...{
    id: randomUUID(),
    thingId,
    stepKey: `step-${seq}`,
    stepName: 'Thẩm định',
    stepKind: 'appraise',
    organisationId: 'so-tu-phap',
  },
  ...{
    role: 'officer',
    function: '',
    queue: 'so-tu-phap/officer',
    postId: null,
    givenAt: new Date('2026-11-24T01:00:00Z'),
  },
  ...{ givenBy: 'post-1', dueAt: new Date('2026-11-25T10:00:00Z'), side: false, seq },
})

test('a task moved twice at once ends once and begins one next task', async (t) => {
  const { db } = await testDatabase(t)
  const thing = randomUUID()
  const first = aTask(thing, 1)
  await insertTask(db, first)
  const end = { taskId: first.id, at: new Date('2026-11-24T03:00:00Z'), by: 'post-2', outcome: 'forward', remark: null }
  const moved = await Promise.all([moveTask(db, end, aTask(thing, 2)), moveTask(db, end, aTask(thing, 2))])
  assert.deepEqual(moved.sort(), [false, true])
  const tasks = await listTasks(db, thing)
  assert.equal(tasks.length, 2)
  assert.equal(tasks[0]!.receivedBy, 'post-2')
})
