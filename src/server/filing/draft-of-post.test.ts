import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officialOf } from '#server/dossiers/testing.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { listDrafts, openDraft, viewDraft } from './index.ts'

const NOW = new Date('2026-11-24T02:00:00Z')
const unknown = (error: unknown) => error instanceof Refusal && error.code === 'filing.unknown-draft'

test('a draft keyed at a desk goes with the post: who follows finds it, who has left for another post or desk does not', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const clerk = 'xa-liem-phong.tu-phap'
  const ids = await db.selectFrom('account').select('id').limit(2).execute()
  const as = async (account: number, postId: string): Promise<Call> => ({
    ...{ db, now: NOW, actor: { ...(await officialOf(db, postId, NOW)), id: ids[account]!.id } },
    origin: { requestId: 'test' },
  })
  const [former, successor] = [0, 1]
  const before = await as(former, clerk)
  const deskId = [...before.actor.grants.get('dossiers.file-at-desk')!][0]!
  const { id } = await openDraft(before, { procedureCode: '1.001193', deskId })
  assert.equal((await viewDraft(await as(former, clerk), id)).draft.id, id)

  const moved = await as(former, 'xa-liem-phong.xa-hoi')
  await assert.rejects(viewDraft(moved, id), unknown, 'the same person in another post of the same desk')
  assert.deepEqual(await listDrafts(moved), [])
  await assert.rejects(viewDraft(await as(former, 'motcua-phu-ly.tiep-nhan-1'), id), unknown)
  assert.equal((await viewDraft(await as(successor, clerk), id)).draft.id, id)
  assert.deepEqual(
    (await listDrafts(await as(successor, clerk))).map((each) => each.id),
    [id],
  )
  // The post no longer serves the desk.
  const without = await as(successor, clerk)
  const grants = new Map(without.actor.grants)
  grants.delete('dossiers.file-at-desk')
  await assert.rejects(viewDraft({ ...without, actor: { ...without.actor, grants } }, id), unknown)
})
