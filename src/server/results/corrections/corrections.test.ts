import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { insertAccount } from '#server/accounts/index.ts'
import { loadPosts } from '#server/directory/index.ts'
import { dossierEvent, listOwnPapers, tellFiler, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen, officialOf } from '#server/dossiers/testing.ts'
import { listNotices } from '#server/notices/index.ts'
import { findPaper, findPublicPaper, paperEnded, stopSetters, withdrawPaper } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { anonymousActor, type Call } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { listWaiting, paperComplete, paperSealed, paperSigned, signMany } from '#server/signing/index.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import {
  afterComplete,
  afterCorrectionComplete,
  afterCorrectionSigned,
  afterEnded,
  afterSealed,
  afterSigned,
  askCorrection,
  dropCorrection,
  findViewablePaper,
  listIssued,
  prepareCorrection,
  takeResultStep,
  viewIssued,
} from '../index.ts'
import { findResult } from '../queries.ts'
import { OnItsWay, PIN } from '../testing.ts'

after(stopSetters)
listen(paperSigned, afterSigned)
listen(paperSealed, afterSealed)
listen(paperComplete, afterComplete)
listen(paperSigned, afterCorrectionSigned)
listen(paperComplete, afterCorrectionComplete)
listen(paperEnded, afterEnded)
listen(dossierEvent, (call, told) => tellFiler(call, told, 'https://dinh.example'))

/** A marital certificate of Liêm Phong that was signed, sealed and returned electronically. */
async function anIssued(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const citizen = aCitizen()
  await insertAccount(h.db, { id: citizen.id, kind: 'citizen', fullName: 'Trần Thị Thử', at: h.clock.now })
  const way = await OnItsWay.file(h, '1.004873', { returnBy: 'electronic', atCounter: true })
  await h.db.updateTable('dossier').set({ filer_email: 'thu@example.vn' }).where('id', '=', way.id).execute()
  await way.until('appraise')
  await way.prepare('grant')
  for (let at = 0; at < 6; at += 1) {
    const call = await way.holder()
    const view = await viewDossier(call, { id: way.id })
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    const act = view.acts.find((each) => each.outcome === 'grant') ?? view.acts[0]!
    if (open.stepKind === 'decide')
      await way.keys(call.actor.postId!, view.dossier.handlingId, {
        person: call.actor.name,
        title: call.actor.postTitle!,
        organisation: 'UBND xã Liêm Phong',
      })
    await takeResultStep(call, h.house, { dossierId: way.id, act: act.key, secret: PIN })
    const result = (await findResult(h.db, way.id))!
    await way.complete(result.paperId)
    if (result.state === 'sealed') break
  }
  await pumpAnnouncements(h.db, way.later())
  await pumpAnnouncements(h.db, way.later())
  const { paperId } = (await findResult(h.db, way.id))!
  const { organisationId: unit } = (await findPaper(h.db, { id: paperId }))!
  const on = vietnamDate(h.clock.now)
  const leaderPost = (await loadPosts(h.db, on))
    .serving(`${unit}/leader`)
    .find((each) => !each.title.startsWith('Phó'))!
  const as = async (postId: string): Promise<Call> => ({
    ...{ db: h.db, now: way.later(), origin: { requestId: 'test', ip: '10.0.0.9' } },
    actor: await officialOf(h.db, postId, h.clock.now),
  })
  const clerkPost = (await loadPosts(h.db, on)).serving(`${unit}/records-clerk`)[0]!
  return {
    ...{ h, way, paperId },
    leader: () => as(leaderPost.id),
    clerk: () => as(clerkPost.id),
    leaderPostId: leaderPost.id,
    filer: (): Call => ({ db: h.db, actor: citizen, now: way.later() }),
    anyone: (): Call => ({
      db: h.db,
      actor: anonymousActor,
      now: way.later(),
      origin: { requestId: 'x', ip: '10.0.0.7' },
    }),
  }
}
const fileOf = (dataDir: string, sha256: string) => `${dataDir}/files/${sha256.slice(0, 2)}/${sha256}`

test('một kết quả đã cấp được thay: soạn lại, lãnh đạo ký, văn thư cấp số mới; giấy cũ có hiệu lực đến lúc ấy, rồi dẫn đến giấy mới', async (t) => {
  const { h, way, paperId, leader, clerk, leaderPostId, filer, anyone } = await anIssued(t)
  const old = (await findPaper(h.db, { id: paperId }))!
  assert.equal(old.state, 'valid')
  const view = await viewIssued(await clerk(), paperId)
  const changed = { ...view.replaceable!.data, purpose: 'Để vay vốn ngân hàng' }
  const command = { paperId, signerPostId: leaderPostId, reason: 'Ghi sai mục đích', data: changed }
  const desk = await loadPosts(h.db, vietnamDate(h.clock.now))
  const receiver = desk.serving(`${(await viewDossier(filer(), { id: way.id })).dossier.deskId}/receiver`)[0]!
  const stranger = { ...(await clerk()), actor: await officialOf(h.db, receiver.id, h.clock.now) }
  await assert.rejects(prepareCorrection(stranger, h.house, command), { code: 'papers.no-right' })
  await assert.rejects(viewIssued(stranger, paperId), { code: 'papers.no-right' })
  await assert.rejects(prepareCorrection(await clerk(), h.house, { ...command, data: view.replaceable!.data }), {
    code: 'results.nothing-changed',
  })
  const first = await prepareCorrection(await clerk(), h.house, command)
  const { paperId: nextId } = await prepareCorrection(await clerk(), h.house, command)
  assert.equal(
    (await findPaper(h.db, { id: first.paperId }))!.replacedBy,
    nextId,
    'saved again, the draft before is dropped',
  )
  await askCorrection(await clerk(), { paperId })
  const key = 'lanh-dao'
  assert.ok((await listWaiting(await leader(), 'sign')).some((each) => each.paperId === nextId))
  const [signed] = await signMany(await leader(), h.house, { papers: [{ paperId: nextId, key }], secret: PIN })
  assert.deepEqual([signed?.done, signed?.code], [true, undefined])
  await way.complete(nextId)
  await pumpAnnouncements(h.db, way.later())
  await assert.rejects(dropCorrection(await clerk(), { paperId }), { code: 'results.correction-signed' })
  await assert.rejects(prepareCorrection(await clerk(), h.house, command), { code: 'results.correction-signed' })
  assert.equal(
    (await findPaper(h.db, { id: paperId }))!.state,
    'valid',
    'the issued one holds while the new one is on its way',
  )
  const waiting = (await listWaiting(await clerk(), 'seal')).find((each) => each.paperId === nextId)!
  const [sealed] = await signMany(await clerk(), h.house, {
    papers: [{ paperId: nextId, key: waiting.key }],
    secret: PIN,
  })
  assert.deepEqual([sealed?.done, sealed?.code], [true, undefined])
  await way.complete(nextId)
  await pumpAnnouncements(h.db, way.later())
  await pumpAnnouncements(h.db, way.later())

  const next = (await findPaper(h.db, { id: nextId }))!
  assert.deepEqual([old.notation, next.notation], ['01/UBND-XNTTHN', '02/UBND-XNTTHN'])
  if (process.env.KEEP_PAPERS)
    copyFileSync(fileOf(h.house.dataDir, next.fileSha256), `${process.env.KEEP_PAPERS}/thay-the.pdf`)
  const report = await verifyPdf(bytesSource(readFileSync(fileOf(h.house.dataDir, next.fileSha256))), {
    ...{ anchors: h.anchors, now: h.clock.now },
  })
  assert.equal(report.verdict, 'VALID')
  const shown = (await findPublicPaper(anyone(), old.code))!
  assert.deepEqual([shown.state, shown.replacedBy, shown.reason], ['replaced', next.code, 'Ghi sai mục đích'])
  assert.equal(shown.decision?.number, next.notation)
  const dossier = await viewDossier(filer(), { id: way.id })
  assert.equal(dossier.events.filter((each) => each.kind === 'result-replaced').length, 1)
  assert.deepEqual(
    dossier.attachments.filter((each) => each.kind === 'result').map((each) => each.issued?.state),
    ['replaced', 'valid'],
  )
  const own = await listOwnPapers(filer())
  assert.deepEqual(
    own.map((each) => [each.notation, each.state, each.next?.code]),
    [
      [next.notation, 'valid', undefined],
      [old.notation, 'replaced', next.code],
    ],
    'drafts that were dropped are not in the store',
  )
  assert.equal((await findViewablePaper(filer(), nextId)).id, nextId)
  assert.equal((await findResult(h.db, way.id))!.paperId, nextId)
  const told = (await listNotices(h.db, filer().actor.id)).filter((each) => each.kind === 'result-replaced')
  assert.equal(told.length, 1)
  const { rows } = await h.pool.query<{ subject: string; body: string }>(
    "select subject, body from outbox_message where channel = 'email' and subject like 'Kết quả đã cấp được thay%'",
  )
  assert.equal(rows.length, 1)
  assert.match(rows[0]!.body, new RegExp(`https://dinh.example/ho-so/${dossier.dossier.code}`))
})

test('thu hồi: phải có văn bản thu hồi; người nộp được báo, hồ sơ, kho giấy tờ và trang kiểm tra đều nói', async (t) => {
  const { h, way, paperId, leader, clerk, filer, anyone } = await anIssued(t)
  const { code, numberedOn } = (await findPaper(h.db, { id: paperId }))!
  const reason = 'Cấp sai thẩm quyền'
  const end = (on: string) => ({ paperId, reason, decision: { number: '31/QĐ-UBND', on } })
  const call = await leader()
  await assert.rejects(withdrawPaper(call, end('2027-01-01')), { code: 'papers.decision-later' })
  await assert.rejects(withdrawPaper(call, end('2026-01-01')), { code: 'papers.decision-earlier' })
  const found = await listIssued(call, { words: '1', state: 'valid' })
  assert.deepEqual(
    found.items.map((each) => each.id),
    [paperId],
  )
  const dossierCode = (await viewDossier(filer(), { id: way.id })).dossier.code!
  assert.equal((await listIssued(call, { words: dossierCode, state: 'all' })).items.length, 1)
  assert.equal((await listIssued(call, { words: code, state: 'all' })).items.length, 1)
  assert.equal((await listIssued(call, { words: '2', state: 'all' })).items.length, 0)
  const both = await Promise.allSettled([
    withdrawPaper(await leader(), end(numberedOn!)),
    withdrawPaper(await clerk(), end(numberedOn!)),
  ])
  assert.deepEqual(both.map((each) => each.status).toSorted(), ['fulfilled', 'rejected'])
  await pumpAnnouncements(h.db, way.later())
  await pumpAnnouncements(h.db, way.later())
  const shown = (await findPublicPaper(anyone(), code))!
  assert.deepEqual([shown.state, shown.reason, shown.decision?.number], ['withdrawn', reason, '31/QĐ-UBND'])
  const view = await viewDossier(filer(), { id: way.id })
  assert.equal(view.dossier.state, 'returned', 'also after the dossier has ended')
  assert.equal(
    view.events.find((each) => each.kind === 'result-withdrawn')?.facts.decision,
    `số 31/QĐ-UBND ngày ${numberedOn!.split('-').toReversed().join('/')}`,
  )
  assert.equal(view.attachments.find((each) => each.kind === 'result')?.issued?.words, 'Đã thu hồi')
  assert.deepEqual(
    (await listOwnPapers(filer())).map((each) => [each.state, each.decision]),
    [['withdrawn', '31/QĐ-UBND']],
  )
  assert.equal((await listNotices(h.db, filer().actor.id)).filter((each) => each.kind === 'result-withdrawn').length, 1)
  assert.equal((await listIssued(await leader(), { words: '1', state: 'ended' })).items.length, 1)
})

test('bản thay thế bỏ trước khi ký thì giấy cũ vẫn có hiệu lực; hai người cùng soạn thì một bản còn lại', async (t) => {
  const { h, paperId, leader, clerk, leaderPostId } = await anIssued(t)
  const { replaceable } = await viewIssued(await clerk(), paperId)
  const command = (purpose: string) => ({
    ...{ paperId, signerPostId: leaderPostId, reason: 'Ghi sai mục đích' },
    data: { ...replaceable!.data, purpose },
  })
  const two = await Promise.all([
    prepareCorrection(await clerk(), h.house, command('Để đi học')),
    prepareCorrection(await leader(), h.house, command('Để đi làm')),
  ])
  const states = await Promise.all(two.map(async (each) => (await findPaper(h.db, { id: each.paperId }))!.state))
  assert.deepEqual(states.toSorted(), ['replaced', 'set'])
  await askCorrection(await clerk(), { paperId })
  const open = two[states.indexOf('set')]!.paperId
  await dropCorrection(await leader(), { paperId })
  assert.equal((await listWaiting(await leader(), 'sign')).length, 0)
  const late = await signMany(await leader(), h.house, { papers: [{ paperId: open, key: 'lanh-dao' }], secret: PIN })
  assert.deepEqual(late[0]?.code, 'signing.paper-ended')
  assert.equal((await findPaper(h.db, { id: paperId }))!.state, 'valid')
  await assert.rejects(askCorrection(await clerk(), { paperId }), { code: 'results.no-correction' })
})
