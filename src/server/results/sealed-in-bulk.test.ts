import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { insertAccount } from '#server/accounts/index.ts'
import { forgetDirectory } from '#server/directory/index.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import type { Call } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { listWaiting, paperComplete, paperSealed, paperSigned, signMany } from '#server/signing/index.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { afterComplete, afterSealed, afterSigned, takeResultStep, viewResult } from './index.ts'
import { findResult } from './queries.ts'
import { OnItsWay, PIN } from './testing.ts'

after(stopSetters)
listen(paperSigned, afterSigned)
listen(paperSealed, afterSealed)
listen(paperComplete, afterComplete)

/** A certificate of a commune, signed by its leader and waiting for number and seal. */
async function signed(way: OnItsWay) {
  await way.until('appraise')
  await way.prepare('grant')
  for (let at = 0; at < 6; at += 1) {
    const call = await way.holder()
    const view = await viewDossier(call, { id: way.id })
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    if (open.stepKind === 'number') return call
    const act = view.acts.find((each) => each.outcome === 'grant') ?? view.acts[0]!
    if (open.stepKind === 'decide')
      await way.keys(call.actor.postId!, view.dossier.handlingId, {
        ...{ person: call.actor.name, title: call.actor.postTitle!, organisation: 'UBND xã' },
      })
    await takeResultStep(call, way.h.house, { dossierId: way.id, act: act.key, secret: PIN })
    await way.complete((await findResult(way.db, way.id))!.paperId)
  }
  throw new Error('never signed')
}

test('đóng dấu lô: mỗi hồ sơ chuyển bước theo con dấu của mình; không chuyển được thì trang hồ sơ nói vì sao, và chuyển ở đó không phải đóng dấu lại', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const ways = [await OnItsWay.file(h, '1.004873'), await OnItsWay.file(h, '1.004873')]
  const calls: Call[] = []
  for (const way of ways) calls.push(await signed(way))
  const { actor } = calls[0]!
  const { person_id } = await h.db
    .selectFrom('appointment')
    .select('person_id')
    .where('post_id', '=', actor.postId!)
    .executeTakeFirstOrThrow()
  const account = { id: randomUUID(), kind: 'official' as const, fullName: actor.name, personId: person_id }
  await insertAccount(h.db, { ...account, at: h.clock.now })
  const clerk = (): Call => ({ ...calls[0]!, actor: { ...actor, id: account.id }, now: ways[0]!.later() })
  const lines = await listWaiting(clerk(), 'seal')
  assert.equal(lines.length, 2)
  const seal = (at: number) => {
    const { paperId, key } = lines[at]!
    return signMany(clerk(), h.house, { papers: [{ paperId, key }], secret: PIN })
  }
  const wayOf = async (paperId: string) => {
    for (const way of ways) if ((await findResult(h.db, way.id))!.paperId === paperId) return way
    throw new Error('no such way')
  }

  assert.deepEqual(
    (await seal(0)).map((each) => each.done),
    [true],
  )
  await pumpAnnouncements(h.db, ways[0]!.later())
  const first = await wayOf(lines[0]!.paperId)
  const done = await first.view()
  assert.deepEqual([done.dossier.state, (await findResult(h.db, first.id))!.stepFault], ['settled', null])
  const number = (await findPaper(h.db, { id: lines[0]!.paperId }))!.notation
  assert.match(number!, /^01\//)
  assert.equal(done.events.find((each) => each.kind === 'settled')?.facts.resultNumber, number)

  // Between the seal and its announcement the clerk leaves his post: the paper is sealed, the dossier cannot follow.
  assert.deepEqual(
    (await seal(1)).map((each) => each.done),
    [true],
  )
  await h.db.updateTable('account').set({ person_id: null }).where('id', '=', account.id).execute()
  forgetDirectory(h.db)
  await pumpAnnouncements(h.db, ways[0]!.later())
  const second = await wayOf(lines[1]!.paperId)
  const faulty = (await findResult(h.db, second.id))!
  assert.deepEqual([faulty.state, faulty.stepFault], ['sealed', 'dossiers.no-right'])
  const holder = await second.holder()
  const view = await viewDossier(holder, { id: second.id })
  assert.equal(view.way.find((each) => !each.doneAt)?.stepKind, 'number', 'it stands where it was')
  const shown = await viewResult(holder, view)
  assert.deepEqual(
    [shown.current?.result.stepFault, shown.wants],
    ['dossiers.no-right', null],
    'said, and no PIN wanted',
  )
  await takeResultStep(holder, h.house, { dossierId: second.id, act: view.acts[0]!.key })
  const repaired = (await findResult(h.db, second.id))!
  assert.equal(repaired.stepFault, null)
  const after_ = await second.view()
  const sealed = (await findPaper(h.db, { id: repaired.paperId }))!
  assert.match(sealed.notation!, /^02\//)
  assert.equal(after_.events.find((each) => each.kind === 'settled')?.facts.resultNumber, sealed.notation)
  const jobs = await h.db.selectFrom('signature_job').select('field').where('paper_id', '=', sealed.id).execute()
  assert.equal(jobs.length, 2, 'sealed once')
})
