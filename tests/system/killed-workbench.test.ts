import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { runJobs } from '#server/platform/jobs.ts'
import { takeResultStep } from '#server/results/index.ts'
import { findResult } from '#server/results/queries.ts'
import { OnItsWay } from '#server/results/testing.ts'
import { aHouse, killAt, points } from './killed.ts'

after(stopSetters)

test('kill -9 while the job adds timestamp and revocation data: another worker goes on with it, and it is done once', async (t) => {
  const h = await aHouse(t)
  for (const point of points) {
    const paper = await h.aPaper()
    await h.sign(paper.id)
    await killAt(h, { act: 'complete', point, paperId: paper.id })
    const isNew = point === 'after-commit'
    const left = (await findPaper(h.db, paper))!
    assert.equal(left.revision, isNew ? 3 : 2, point)
    assert.equal((await h.verify(paper.id)).verdict, isNew ? 'VALID' : 'UNKNOWN', point)
    await h.pool.query("update worker_heartbeat set seen_at = now() - interval '1 hour'")
    await h.pool.query(
      "update graphile_worker._private_jobs set locked_at = now() - interval '1 hour' where locked_at is not null",
    )
    const stop = await runJobs(h.pool, h.jobs, '', false)
    const waits = async () => (await h.pool.query('select 1 from graphile_worker._private_jobs')).rows.length > 0
    while (await waits()) await new Promise((resolve) => setTimeout(resolve, 20))
    await stop()
    const done = (await findPaper(h.db, paper))!
    assert.equal(done.revision, 3, `${point}: completed once`)
    assert.equal((await h.verify(paper.id)).verdict, 'VALID', point)
  }
})

test('kill -9 while a leader decides, or a records clerk numbers, at the workbench: paper and dossier stand together, before or after', async (t) => {
  const h = await aHouse(t)
  const { house, authority } = h
  const anchors = [authority.keys.root.certificate]
  // Every step is ten minutes later than the one before; none may be later than the timestamps, which are of now.
  const clock = { now: new Date(Date.now() - 6 * 3_600_000) }
  const asTest = { ...h, authority, anchors, clock, certificates: [], inside: house.validation }
  const way = await OnItsWay.file(asTest, '1.004873')
  await way.until('appraise')
  await way.prepare('grant')
  const stands = async () => {
    const { dossier, way: steps } = await way.view()
    const result = (await findResult(h.db, way.id))!
    const paper = (await findPaper(h.db, { id: result.paperId }))!
    const open = steps.find((each) => !each.doneAt && !each.side)?.stepKind
    const numbers = await h.pool.query('select number from paper_book_entry where paper_id = $1', [paper.id])
    return {
      open,
      dossier: dossier.revision,
      result: result.state,
      paper: paper.revision,
      numbers: numbers.rows.length,
    }
  }
  let killed = 0
  for (let at = 0; at < 6 && killed < 6; at += 1) {
    const holder = await way.holder()
    const view = await viewDossier(holder, { id: way.id })
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    const act = (view.acts.find((each) => each.outcome === 'grant') ?? view.acts[0]!).key
    const { paperId } = (await findResult(h.db, way.id))!
    if (open.stepKind === 'decide' || open.stepKind === 'number') {
      // Keys of the demonstration are made before anything is killed.
      await house.makeDemonstrationKey!(holder, { postId: holder.actor.postId! })
      await house.makeDemonstrationKey!(holder, { organisationId: view.dossier.handlingId })
      for (const point of ['before-row', 'before-commit', 'after-commit'] as const) {
        const before = await stands()
        const step = { dossierId: way.id, act, at: clock.now.toISOString() }
        await killAt(h, { act: 'step', point, paperId, step, postId: holder.actor.postId! })
        const left = await stands()
        if (point !== 'after-commit') assert.deepEqual(left, before, `${open.stepKind} ${point}`)
        else {
          assert.notEqual(left.open, before.open, 'the step was taken')
          assert.ok(left.dossier > before.dossier && left.paper > before.paper)
          assert.equal(left.result, open.stepKind === 'decide' ? 'signed' : 'sealed')
          assert.equal(left.numbers, open.stepKind === 'decide' ? 0 : 1)
        }
        killed += 1
      }
    } else await takeResultStep(holder, house, { dossierId: way.id, act, remark: 'Theo hồ sơ' })
    await h.complete()
  }
  assert.equal(killed, 6)
  const { paperId } = (await findResult(h.db, way.id))!
  const report = await h.verify(paperId)
  assert.deepEqual([report.verdict, report.signatures.length], ['VALID', 2], JSON.stringify(report.signatures))
})
