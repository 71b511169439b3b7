import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { loadPosts } from '#server/directory/index.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, setPicture, stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { paperComplete, paperSealed, paperSigned } from '#server/signing/index.ts'
import { aSigningHouse, type TestHouse } from '#server/signing/testing.ts'
import { afterComplete, afterSealed, afterSigned, takeResultStep } from '../index.ts'
import { findResult, listResults } from '../queries.ts'
import { OnItsWay, PIN } from '../testing.ts'

after(stopSetters)
listen(paperSigned, afterSigned)
listen(paperSealed, afterSealed)
listen(paperComplete, afterComplete)
const AT = new Date('2026-11-24T02:00:00Z')

const scanOf = (words: string) =>
  setPicture(
    `#set page(width: 595pt, height: 842pt, margin: 60pt)\n#set text(font: "Tinos", size: 15pt)\n= ${words}\n#lorem(80)`,
    {},
    AT,
  )
async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  return h
}
const bytesOf = async (h: TestHouse, paperId: string) => {
  const { fileSha256, title } = (await findPaper(h.db, { id: paperId }))!
  const path = `${h.house.dataDir}/files/${fileSha256.slice(0, 2)}/${fileSha256}`
  if (process.env.KEEP_PAPERS)
    copyFileSync(path, `${process.env.KEEP_PAPERS}/${title.replaceAll(/[\s/:]/g, '-').slice(0, 60)}.pdf`)
  return readFileSync(path)
}
const verify = (h: TestHouse, bytes: Uint8Array) =>
  verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })

async function keysFor(way: OnItsWay, postId: string, organisationId: string) {
  const post = (await loadPosts(way.db, vietnamDate(way.h.clock.now))).all.get(postId)!
  await way.keys(postId, organisationId, { person: post.holder!, title: post.title, organisation: organisationId })
}

/** Signs with the decision and seals with the next step, as the leader and the records clerk do at the workbench. */
async function signAndSeal(way: OnItsWay, organisationId?: string) {
  const { h } = way
  const { call, view } = await way.until('decide')
  await keysFor(way, call.actor.postId!, organisationId ?? view.dossier.handlingId)
  const grant = view.acts.find((each) => each.outcome === 'grant')!.key
  await takeResultStep(call, h.house, { dossierId: way.id, act: grant, secret: PIN })
  for (const { paperId } of await listResults(h.db, way.id)) await way.complete(paperId)
  const clerk = await way.holder()
  const [act] = (await viewDossier(clerk, { id: way.id })).acts
  await takeResultStep(clerk, h.house, { dossierId: way.id, act: act!.key, secret: PIN })
  for (const { paperId } of await listResults(h.db, way.id)) await way.complete(paperId)
  await pumpAnnouncements(h.db, way.later())
}
const entriesOf = (h: TestHouse, kind: string) =>
  h.db.selectFrom('paper_book_entry').selectAll().where('kind', '=', kind).orderBy('number').execute()

test('chứng thực bản sao: lời chứng ghi sau bản quét, ký, lấy số chứng thực và quyển số khi đóng dấu, kiểm tra là hợp lệ', async (t) => {
  const h = await aHouse(t)
  const way = await OnItsWay.file(h, '2.000815', { atCounter: true, answers: { 'request.place': 'commune' } })
  await way.until('print')
  const scan = await scanOf('Bằng tốt nghiệp đại học')
  await assert.rejects(way.prepare('grant'), { code: 'results.scan-needed' })
  const { result } = await way.prepare('grant', undefined, { laidOn: await way.scan(scan) })
  await signAndSeal(way)
  const paper = (await findPaper(h.db, { id: result.paperId }))!
  const bytes = await bytesOf(h, paper.id)
  const report = await verify(h, bytes)
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  assert.equal(report.signatures.length, 2)
  assert.equal(Buffer.compare(bytes.subarray(0, scan.length), scan), 0, 'the scan stays byte for byte')
  assert.equal(paper.notation, '01 quyển số 01/2026-SCT/BS')
  const [entry] = await entriesOf(h, 'SCT/BS')
  assert.equal(entry!.paper_id, paper.id)
  const facts = entry!.facts as Record<string, string>
  assert.deepEqual(
    [facts.copies, facts.requester, facts.signer],
    [paper.data.copies, paper.data.requester, paper.data.signer],
  )
  const done = await viewDossier(await way.holder(), { id: way.id })
  assert.equal(done.events.find((each) => each.kind === 'settled')!.facts.resultNumber, paper.notation)
  assert.equal((await findResult(h.db, way.id))!.state, 'complete')
  for (const at of [100, Math.floor(scan.length / 2), scan.length - 20]) {
    const changed = new Uint8Array(bytes)
    changed[at]! ^= 1
    assert.equal((await verify(h, changed)).verdict, 'INVALID', `byte ${at} of the scan`)
  }
})
