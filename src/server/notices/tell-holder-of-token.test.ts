import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemActor } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { listNotices, tellHolderOfToken } from './index.ts'

test('whoever holds a post reads which system was let act as it, and until when', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const { id } = await db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'motcua.liemphong')
    .executeTakeFirstOrThrow()
  const told = {
    accountIds: [id],
    name: 'Phần mềm hộ tịch',
    postTitle: 'Công chức tư pháp',
    until: '2027-02-22',
    waits: false,
  }
  await tellHolderOfToken({ db, actor: systemActor, now: new Date('2026-11-24T02:00:00Z') }, told)
  const [notice] = await listNotices(db, id)
  assert.match(notice!.body, /Phần mềm hộ tịch.*Công chức tư pháp đến 22\/02\/2027/)
})
