import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { loadPosts } from '#server/directory/index.ts'
import { attachPaper, viewDossier } from '#server/dossiers/index.ts'
import { findPaper, one, setPicture, stopSetters } from '#server/papers/index.ts'
import { keepFile } from '#server/files/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { sealAppendix, takeResultStep, viewAppendices } from './index.ts'
import { findResult } from './queries.ts'
import { OnItsWay, PIN } from './testing.ts'

after(stopSetters)

/** A dossier with a drawing in it, decided and signed; its records clerk is next. */
async function aSignedDossier(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.004873')
  const { call: official } = await way.until('appraise', 'check', 'decide')
  const pdf = await setPicture('#set page(width: 595pt, height: 842pt)\nBản vẽ mặt bằng', {}, h.clock.now)
  const house = { dataDir: h.house.dataDir, maxFileBytes: 1e7 }
  const kept = await keepFile({ db: h.db, now: h.clock.now }, house, { name: 'ban-ve.pdf', bytes: one(pdf) })
  const { attachmentId } = await attachPaper(official, {
    dossierId: way.id,
    kind: 'working',
    document: { ...kept, documentKey: 'drawing', documentName: 'Bản vẽ', sizeBytes: kept.size },
  })
  await way.prepare('grant')
  const { call, view } = await way.until('decide')
  const post = (await loadPosts(h.db, vietnamDate(h.clock.now))).all.get(call.actor.postId!)!
  const { handlingId } = view.dossier
  await way.keys(post.id, handlingId, { person: post.holder!, title: post.title, organisation: handlingId })
  const act = view.acts.find((each) => each.outcome === 'grant')!.key
  await takeResultStep(call, h.house, { dossierId: way.id, act, secret: PIN })
  const { paperId } = (await findResult(h.db, way.id))!
  await way.complete(paperId)
  return { h, way, paperId, attachmentId, leader: call }
}

test('a drawing becomes an appendix of the numbered result: its number and time on page 1, sealed, once, for the filer', async (t) => {
  const { h, way, paperId, attachmentId, leader } = await aSignedDossier(t)
  const clerk = await way.holder()
  const command = { dossierId: way.id, attachmentId, secret: PIN }
  const viewed = await viewDossier(clerk, { id: way.id })
  await assert.rejects(sealAppendix(clerk, h.house, viewed, command), { code: 'results.not-numbered' })
  await takeResultStep(clerk, h.house, { dossierId: way.id, act: viewed.acts[0]!.key, secret: PIN })
  const { notation } = (await findPaper(h.db, { id: paperId }))!

  const view = () => viewDossier({ ...clerk, now: h.clock.now }, { id: way.id })
  const before = await view()
  const shown = await viewAppendices(clerk, before)
  assert.deepEqual([shown.notation, shown.maySeal], [notation, true])
  assert.deepEqual(
    shown.lines.filter((each) => each.attachmentId === attachmentId).map((each) => each.sealed),
    [false],
  )
  assert.equal((await viewAppendices(leader, before)).maySeal, false)
  await assert.rejects(sealAppendix(leader, h.house, before, command), { code: 'signing.no-right' })
  await assert.rejects(sealAppendix(clerk, h.house, before, { ...command, attachmentId: way.id }), {
    code: 'results.appendix-unknown',
  })
  await assert.rejects(sealAppendix(clerk, h.house, before, { ...command, secret: '000000' }), {
    code: 'signing.wrong-pin',
  })
  const now = { ...clerk, now: way.later() }
  const [one, two] = await Promise.all([
    sealAppendix(now, h.house, before, command),
    sealAppendix(now, h.house, before, command),
  ])
  assert.equal(one, two, 'two at once are one appendix')
  const after = await view()
  const appendix = after.attachments.filter((each) => each.documentName.startsWith('Phụ lục kèm theo'))
  assert.deepEqual(
    appendix.map(({ id, kind, documentName }) => [id, kind, documentName]),
    [[one, 'result', `Phụ lục kèm theo ${notation}: Bản vẽ`]],
  )
  await assert.rejects(sealAppendix(now, h.house, after, command), { code: 'results.appendix-sealed' })
  const sha256 = appendix[0]!.fileSha256
  const bytes = readFileSync(`${h.house.dataDir}/files/${sha256.slice(0, 2)}/${sha256}`)
  const report = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })
  assert.deepEqual([report.verdict, report.signatures[0]?.field], ['VALID', 'phu-luc'])
})
