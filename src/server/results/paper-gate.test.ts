import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { takeStep, viewDossier } from '#server/dossiers/index.ts'
import { aPdf } from '#server/files/testing.ts'
import { stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import type { Refusal } from '#server/platform/refusal.ts'
import { findPublished, type ProcedureContent, type StepAct } from '#server/procedures/index.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { fullSeeds } from '../../../seeds/procedures.ts'
import { chooseByHand, prepareResult, takeResultStep, viewResult } from './index.ts'
import { listResults } from './queries.ts'
import { answerOf, OnItsWay, PIN } from './testing.ts'

after(stopSetters)

const WORDS = { remark: 'Theo hồ sơ', clause: 'Điều 1', confirmed: true }

/** Said once more, apart from the rule: what a leader decides, what is submitted to one, and whatever follows a decision. */
function mustHavePaper(content: ProcedureContent, stepKey: string, act: StepAct): boolean {
  const steps = content.workflow!.steps
  const [here, to] = [stepKey, act.to].map((key) => steps.findIndex((each) => each.key === key)) as [number, number]
  if (to <= here) return false
  const decision = steps.findIndex((each) => each.kind === 'decide')
  if (here >= decision) return true
  return ['decide', 'sign-book'].includes(steps[to]!.kind) || steps[here]!.kind === 'sign-book'
}

test('ba mươi hai thủ tục: ở mỗi bước, không việc nào trình, ký, đóng dấu một kết quả chưa có', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const codes = [...new Set(fullSeeds().map((each) => each.content.code))]
  assert.ok(codes.length >= 32)
  let refused = 0
  for (const code of codes) {
    const way = await OnItsWay.file(h, code)
    const { content } = (await findPublished(h.db, code, '2026-11-24'))!
    for (let at = 0; at < 30; at += 1) {
      const call = await way.holder()
      const view = await viewDossier(call, { id: way.id })
      if (view.dossier.state === 'settled') break
      const { lacking } = await viewResult(call, view)
      for (const act of view.acts) {
        const isWanted = mustHavePaper(content, view.dossier.stepKey!, act)
        if (!isWanted) continue
        const command = { dossierId: way.id, act: act.key, ...WORDS, secret: PIN }
        await assert.rejects(
          takeResultStep(call, h.house, command),
          (error: { code?: string }) => /^results\.(draft|paper)-needed$/.test(error.code ?? ''),
          `${code}, ${view.dossier.stepKey}: ${act.label}`,
        )
        assert.ok(lacking.includes(act.key), `${code}: the page knows that "${act.label}" waits for its paper`)
        refused += 1
      }
      // Carried on below the door, so that the steps after the decision are tried too.
      await takeStep(call, { dossierId: way.id, act: view.acts[0]!.key, ...WORDS, answer: answerOf(view) })
    }
    assert.equal((await way.view()).dossier.state, 'settled', code)
  }
  assert.ok(refused > 100, String(refused))
})

test('ký tay trên giấy phải chọn bằng lời: ghi ai, lúc nào, vì sao; dự thảo thôi dùng; soạn lại thì hết ký tay', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.004873')
  await way.until('appraise')
  const officer = await way.holder()
  await takeResultStep(officer, h.house, { dossierId: way.id, act: 'found' })
  await way.prepare('grant')
  const target = { dossierId: way.id }
  await assert.rejects(chooseByHand(await way.holder(), { ...target, reason: '  ' }), {
    code: 'results.by-hand-reason',
    field: 'reason',
  })
  const drafter = await way.holder()
  await chooseByHand(drafter, { ...target, reason: 'Mất mạng cả ngày' })
  assert.deepEqual(await listResults(h.db, way.id), [], 'the draft is not in use any more')
  const shown = await viewResult(drafter, await viewDossier(drafter, { id: way.id }))
  assert.equal(shown.byHand?.byName, drafter.actor.name)
  assert.equal(shown.byHand?.reason, 'Mất mạng cả ngày')
  assert.deepEqual([shown.lacking, shown.wants], [[], null])
  const { events } = await viewDossier(drafter, { id: way.id })
  assert.equal(events.find((each) => each.kind === 'by-hand-chosen')?.facts.reason, 'Mất mạng cả ngày')
  await way.prepare('grant')
  const again = await viewResult(await way.holder(), await way.view())
  assert.equal(again.byHand, null)
  await chooseByHand(await way.holder(), { ...target, reason: 'Chủ tịch đi vắng, ký trên giấy' })
  await takeResultStep(await way.holder(), h.house, { ...target, act: 'submit' })
  await takeResultStep(await way.holder(), h.house, { ...target, act: 'grant' })
  await takeResultStep(await way.holder(), h.house, { ...target, act: 'done' })
  assert.equal((await way.view()).dossier.state, 'settled')
})

test('trình văn bản từ chối thì dự thảo phải là văn bản từ chối', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.001193')
  await way.until('appraise')
  await way.prepare('grant')
  const propose = { dossierId: way.id, act: 'propose-refusal', remark: 'Trùng khai sinh' }
  await assert.rejects(takeResultStep(await way.holder(), h.house, propose), { code: 'results.draft-says-other' })
  await way.prepare('refuse')
  await takeResultStep(await way.holder(), h.house, propose)
  assert.equal((await way.view()).dossier.stepKey, 'decide')
})

test('công an trả lời: phải chọn, và có chữ hoặc tệp; có án tích thì phải có tệp; tất cả nói một lần', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '2.000488')
  await way.until('wait')
  const police = await way.holder()
  const answer = { dossierId: way.id, act: 'tra-loi' }
  await assert.rejects(takeResultStep(police, h.house, answer), (error: Refusal) => {
    assert.deepEqual(
      error.all.map((each) => [each.code, each.field]),
      [
        ['dossiers.answer-choice', 'answer'],
        ['dossiers.answer-empty', 'words'],
      ],
    )
    return true
  })
  await assert.rejects(takeResultStep(police, h.house, { ...answer, answer: 'record', remark: 'Có' }), {
    code: 'dossiers.answer-wants-file',
  })
  await assert.rejects(takeResultStep(police, h.house, { ...answer, answer: 'none', remark: '  ' }), {
    code: 'dossiers.answer-empty',
  })
  await way.scan(Buffer.from(aPdf(['Tra loi xac minh'])), 'tra-loi.pdf')
  await takeResultStep(police, h.house, { ...answer, answer: 'record' })
  const { events } = await way.view()
  assert.equal(events.at(-1)?.facts.answer, 'Có án tích, xem tệp')
})

test('cơ quan ngoài trả lời xác minh không soạn kết quả của cơ quan giải quyết, cũng không chọn ký tay', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '2.000488')
  await way.until('wait')
  const police = await way.holder()
  const shown = await viewResult(police, await viewDossier(police, { id: way.id }))
  assert.deepEqual([shown.mayPrepare, shown.mayChooseByHand], [false, false])
  const resultKey = shown.preparables[0]!.key
  await assert.rejects(prepareResult(police, h.house, { dossierId: way.id, resultKey, data: {} }), {
    code: 'results.not-here',
  })
  await assert.rejects(chooseByHand(police, { dossierId: way.id, reason: 'Không' }), { code: 'results.not-here' })
})

test('lấy số định danh: bản thảo Giấy khai sinh đi tiếp khi dự thảo đã ghi đủ 12 chữ số, và lịch sử cho biết ai đã ghi', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.001193')
  while ((await way.view()).dossier.stepKey !== 'enter') {
    const view = await viewDossier(await way.holder(), { id: way.id })
    await takeStep(await way.holder(), { dossierId: way.id, act: view.acts[0]!.key, ...WORDS })
  }
  await way.prepare('grant')
  const [result] = await listResults(h.db, way.id)
  const call = await way.holder()
  const write = (personalNumber: string) =>
    prepareResult(call, h.house, {
      dossierId: way.id,
      resultKey: result!.resultKey,
      data: { ...result!.data, personalNumber },
    })
  const draft = () => takeResultStep(call, h.house, { dossierId: way.id, act: 'draft', ...WORDS })
  for (const typed of ['', 'chưa có', '03522600001']) {
    await write(typed)
    await assert.rejects(draft(), (error: Refusal) => {
      assert.match(String(error.facts.titles), /Số định danh cá nhân \(12 chữ số\)/)
      return error.code === 'results.draft-silent'
    })
  }
  await write('035 226 000 018')
  await draft()
  const { events } = await viewDossier(await way.holder(), { id: way.id })
  const told = events.findLast((each) => each.kind === 'step-taken')!
  assert.equal((told.facts as { said?: string }).said, 'Số định danh cá nhân')
  assert.equal(told.actorId, call.actor.id)
})
