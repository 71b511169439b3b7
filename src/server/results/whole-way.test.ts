import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { copyFileSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { insertAccount } from '#server/accounts/index.ts'
import { forgetDirectory, loadPosts } from '#server/directory/index.ts'
import { dossierEvent, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen, officialOf } from '#server/dossiers/testing.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { paperComplete, paperSealed, paperSigned, signMany } from '#server/signing/index.ts'
import { aSigningHouse, type TestHouse } from '#server/signing/testing.ts'
import { afterComplete, afterSealed, afterSigned, findViewablePaper, takeResultStep } from './index.ts'
import { findResult } from './queries.ts'
import { answerOf, OnItsWay, PIN } from './testing.ts'

after(stopSetters)
listen(paperSigned, afterSigned)
listen(paperSealed, afterSealed)
listen(paperComplete, afterComplete)
void dossierEvent

async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  return h
}
const fileOf = (h: TestHouse, sha256: string) => `${h.house.dataDir}/files/${sha256.slice(0, 2)}/${sha256}`

async function verdictOf(h: TestHouse, paperId: string) {
  const { fileSha256, title } = (await findPaper(h.db, { id: paperId }))!
  if (process.env.KEEP_PAPERS)
    copyFileSync(
      fileOf(h, fileSha256),
      `${process.env.KEEP_PAPERS}/${title.slice(0, 30).replaceAll(/[\s/]/g, '-')}.pdf`,
    )
  return verifyPdf(bytesSource(readFileSync(fileOf(h, fileSha256))), { anchors: h.anchors, now: h.clock.now })
}

/** From the draft to the decision, as far as the leader's list. */
async function toTheLeader(way: OnItsWay, outcome: 'grant' | 'refuse', signerPostId?: string) {
  const { view } = await way.until('appraise')
  const steps = view.ahead.map((each) => each.kind)
  if (steps.includes('appraise')) await way.until('appraise')
  for (let at = 0; at < 8; at += 1) {
    const call = await way.holder()
    const here = await viewDossier(call, { id: way.id })
    const open = here.way.find((each) => !each.doneAt && !each.side)!
    if (open.stepKind === 'decide') return { call, view: here }
    if (open.stepKind === 'appraise' && !(await findResult(way.db, way.id))) await way.prepare(outcome, signerPostId)
    const act = here.acts[0]!
    await takeResultStep(call, way.h.house, {
      dossierId: way.id,
      act: act.key,
      remark: 'Theo hồ sơ',
      answer: answerOf(here),
    })
  }
  throw new Error('never decided')
}

async function keysFor(way: OnItsWay, postId: string) {
  const { dossier } = await way.view()
  const post = (await loadPosts(way.db, vietnamDate(way.h.clock.now))).all.get(postId)!
  await way.keys(postId, dossier.handlingId, {
    person: post.holder!,
    title: post.title,
    organisation: dossier.handlingId,
  })
}

const actOf = (acts: { key: string; outcome?: string | undefined }[], outcome: string) =>
  acts.find((each) => each.outcome === outcome)!.key

for (const [code, what, atCounter, end] of [
  ['1.004873', 'xác nhận tình trạng hôn nhân tại xã, nộp tại quầy: tự trả bản điện tử', true, 'returned'],
  ['2.000488', 'phiếu lý lịch tư pháp tại sở, nộp qua mạng: còn xem bản chính nên chờ trả', false, 'settled'],
] as const)
  test(`${what}: từ nộp hồ sơ đến bản PDF ký, đóng dấu, kiểm tra là hợp lệ`, async (t) => {
    const h = await aHouse(t)
    const way = await OnItsWay.file(h, code, { returnBy: 'electronic', atCounter })
    const { call, view } = await toTheLeader(way, 'grant')
    await keysFor(way, call.actor.postId!)
    const grant = actOf(view.acts, 'grant')
    await assert.rejects(takeResultStep(call, h.house, { dossierId: way.id, act: grant }), {
      code: 'results.pin-needed',
    })
    await assert.rejects(
      takeResultStep(call, h.house, {
        dossierId: way.id,
        act: actOf(view.acts, 'refuse'),
        remark: 'Không',
        clause: 'Điều 1',
        secret: PIN,
      }),
      { code: 'results.outcome-differs' },
    )
    await takeResultStep(call, h.house, { dossierId: way.id, act: grant, secret: PIN })
    const result = (await findResult(h.db, way.id))!
    assert.equal(result.state, 'signed')
    const clerk = await way.holder()
    const seal = { dossierId: way.id, act: (await viewDossier(clerk, { id: way.id })).acts[0]!.key, secret: PIN }
    await assert.rejects(takeResultStep(clerk, h.house, seal), { code: 'signing.waits-for-timestamp' })
    await way.complete(result.paperId)
    await takeResultStep({ ...clerk, now: way.later() }, h.house, seal)
    const filer = { db: h.db, actor: aCitizen(), now: way.later() }
    await assert.rejects(findViewablePaper(filer, result.paperId), { code: 'results.paper-unknown' })
    await way.complete(result.paperId)
    await pumpAnnouncements(h.db, way.later())
    const report = await verdictOf(h, result.paperId)
    assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
    assert.equal(report.signatures.length, 2)
    const done = await viewDossier(filer, { id: way.id })
    assert.match(
      String(done.events.find((each) => each.kind === 'settled')!.facts.resultNumber),
      /^01\/(UBND-XNTTHN|GCN-STP)$/,
    )
    const [attached] = done.attachments.filter((each) => each.kind === 'result')
    assert.equal(attached!.fileSha256, (await findPaper(h.db, { id: result.paperId }))!.fileSha256)
    assert.equal((await findViewablePaper(filer, result.paperId)).id, result.paperId)
    assert.equal(done.dossier.state, end)
    assert.equal(
      done.events.some((each) => each.kind === 'returned' && each.facts.itself),
      end === 'returned',
    )
  })

test('giấy phép xây dựng ở huyện do phó chủ tịch ký: có phân công bằng văn bản thì KT., không có thì không ký được', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.009994')
  const { view } = await toTheLeader(way, 'grant')
  const on = vietnamDate(h.clock.now)
  const leaders = (await loadPosts(h.db, on)).serving(`${view.dossier.handlingId}/leader`)
  const deputy = leaders.find((each) => each.title.startsWith('Phó'))!
  const head = leaders.find((each) => !each.title.startsWith('Phó'))!
  assert.ok(deputy && head, leaders.map((each) => each.title).join(', '))
  await keysFor(way, deputy.id)
  const asDeputy = { db: h.db, actor: await officialOf(h.db, deputy.id, h.clock.now), now: way.later() }
  const sign = { dossierId: way.id, act: actOf(view.acts, 'grant'), secret: PIN }
  await h.db.deleteFrom('delegation').where('to_post_id', '=', deputy.id).execute()
  forgetDirectory(h.db)
  await assert.rejects(takeResultStep(asDeputy, h.house, sign), { code: 'results.no-delegation' })
  await h.db
    .insertInto('delegation')
    .values({
      ...{ id: randomUUID(), from_post_id: head.id, to_post_id: deputy.id, form: 'KT', acts: ['papers.sign'] },
      ...{ document_number: '15/QĐ-UBND', document_on: '2026-01-05', valid_from: '2026-01-05', valid_to: null },
    })
    .execute()
  forgetDirectory(h.db)
  await takeResultStep(asDeputy, h.house, sign)
  const { paperId, data } = (await findResult(h.db, way.id))!
  assert.deepEqual(data.authority, ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'])
  assert.equal(data.signer, deputy.holder)
  await way.complete(paperId)
  const clerk = await way.holder()
  const { acts } = await viewDossier(clerk, { id: way.id })
  await takeResultStep(clerk, h.house, { dossierId: way.id, act: acts[0]!.key, secret: PIN })
  await way.complete(paperId)
  assert.equal((await verdictOf(h, paperId)).verdict, 'VALID')
  assert.match((await findPaper(h.db, { id: paperId }))!.notation!, /^01\/GPXD$/)
})

test('một văn bản từ chối được ký, và mã PIN sai thì hồ sơ, dự thảo và số không đổi', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '1.004873')
  const { call, view } = await toTheLeader(way, 'refuse')
  await keysFor(way, call.actor.postId!)
  const refuse = { dossierId: way.id, act: actOf(view.acts, 'refuse'), remark: 'Không đủ điều kiện', clause: 'Điều 21' }
  const before = (await findResult(h.db, way.id))!
  await assert.rejects(takeResultStep(call, h.house, { ...refuse, secret: '000000' }), { code: 'signing.wrong-pin' })
  assert.deepEqual(await findResult(h.db, way.id), before)
  assert.equal((await way.view()).dossier.revision, view.dossier.revision)
  assert.equal((await findPaper(h.db, { id: before.paperId }))!.revision, 1)
  const key = await h.db.selectFrom('signing_key').select('tries').where('tries', '>', 0).executeTakeFirst()
  assert.equal(key?.tries, 1, 'the wrong PIN is counted although the act is refused')
  const { clause: _, ...withoutClause } = refuse
  await assert.rejects(takeResultStep(call, h.house, { ...withoutClause, secret: PIN }), {
    code: 'dossiers.clause-needed',
  })
  const unsigned = await h.db.selectFrom('signature_job').select('id').where('paper_id', '=', before.paperId).execute()
  assert.deepEqual(unsigned, [], 'a step that refuses after the signature takes the signature back')
  assert.equal((await findPaper(h.db, { id: before.paperId }))!.revision, 1)
  const twice = await Promise.allSettled([
    takeResultStep(call, h.house, { ...refuse, secret: PIN, revision: view.dossier.revision }),
    takeResultStep(call, h.house, { ...refuse, secret: PIN, revision: view.dossier.revision }),
  ])
  assert.deepEqual(twice.map((each) => each.status).toSorted(), ['fulfilled', 'rejected'])
  const signatures = await h.db
    .selectFrom('signature_job')
    .select('id')
    .where('paper_id', '=', before.paperId)
    .execute()
  assert.equal(signatures.length, 1, 'who signs twice has signed once')
  assert.equal((await findResult(h.db, way.id))!.outcome, 'refuse')
  await way.complete(before.paperId)
  assert.equal((await verdictOf(h, before.paperId)).verdict, 'VALID')
})

test('lãnh đạo ký lô ở trang ký số: mỗi hồ sơ chuyển bước theo chữ ký của mình; hồ sơ không chuyển được thì nói vì sao', async (t) => {
  const h = await aHouse(t)
  const ways = [await OnItsWay.file(h, '1.004873'), await OnItsWay.file(h, '1.004873')]
  const waiting = []
  for (const way of ways) waiting.push(await toTheLeader(way, 'grant'))
  const { call } = waiting[0]!
  await keysFor(ways[0]!, call.actor.postId!)
  const held = await h.db
    .selectFrom('appointment')
    .select('person_id')
    .where('post_id', '=', call.actor.postId!)
    .executeTakeFirstOrThrow()
  const account = { id: randomUUID(), kind: 'official' as const, fullName: call.actor.name, personId: held.person_id }
  await insertAccount(h.db, { ...account, at: h.clock.now })
  const signer = { ...call, actor: { ...call.actor, id: account.id } }
  const papers = []
  for (const way of ways) papers.push({ paperId: (await findResult(h.db, way.id))!.paperId, key: 'lanh-dao' })
  // Meanwhile a colleague takes the second one back for the officer: its request is withdrawn and cannot be signed.
  const back = waiting[1]!.view.acts.find((each) => each.key.includes('back'))!
  await takeResultStep(waiting[1]!.call, h.house, { dossierId: ways[1]!.id, act: back.key, remark: 'Sửa lại' })
  const outcomes = await signMany({ ...signer, now: ways[0]!.later() }, h.house, { papers, secret: PIN })
  assert.deepEqual(
    outcomes.map((each) => [each.done, each.code]),
    [
      [true, undefined],
      [false, 'signing.paper-ended'],
    ],
  )
  await pumpAnnouncements(h.db, ways[0]!.later())
  const first = (await findResult(h.db, ways[0]!.id))!
  assert.deepEqual([first.state, first.stepFault], ['signed', null])
  assert.equal((await ways[0]!.view()).way.find((each) => !each.doneAt)?.stepKind, 'number')
  const again = await toTheLeader(ways[1]!, 'grant')
  const afresh = (await findResult(h.db, ways[1]!.id))!
  assert.notEqual(afresh.paperId, papers[1]!.paperId, 'what was sent back is set afresh and asked for again')
  await takeResultStep(again.call, h.house, {
    ...{ dossierId: ways[1]!.id, act: actOf(again.view.acts, 'grant'), secret: PIN },
  })
  assert.equal((await findResult(h.db, ways[1]!.id))!.state, 'signed')
})
