import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { loadDirectory } from '#server/directory/index.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, initialsFaults, setPaper, stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { newId } from '#server/platform/ids.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { listWaiting, paperSealed, paperSigned, signPaper } from '#server/signing/index.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { seededTemplates } from '../../../seeds/papers.ts'
import { afterSealed, afterSigned, takeResultStep, viewResult } from './index.ts'
import { findResult, insertResult } from './queries.ts'
import { signerFacts } from './signer-facts.ts'
import { OnItsWay, PIN } from './testing.ts'

after(stopSetters)
listen(paperSigned, afterSigned)
listen(paperSealed, afterSealed)

/** A dossier at the step of its head, with a submission (tờ trình) prepared: the one template that wants initials. */
async function atTheHead(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.009994')
  await way.until('appraise')
  const prepared = await way.prepare('grant')
  const { dossier } = await way.view()
  const leader = (await viewResult(await way.holder(), await way.view())).signatories[0]!
  const { authority, signer } = await signerFacts(h.db, leader.postId, dossier.handlingId, h.clock.now)
  const directory = await loadDirectory(h.db, vietnamDate(h.clock.now))
  const issuer = directory.get(dossier.handlingId).name
  const data = {
    ...{ over: '', issuer, place: 'Hà Nam', authority, signer, abstract: 'Về việc cấp phép' },
    ...{ receivers: ['Như trên', 'Lưu: VT'], to: 'Chủ tịch', paragraphs: ['Kính trình xem xét, quyết định./.'] },
  }
  await h.db.updateTable('dossier_result').set({ state: 'replaced' }).where('id', '=', prepared.result.id).execute()
  const call = { ...(await way.holder()) }
  const paper = await setPaper(call, h.house, {
    ...{ templateKey: 'to-trinh', organisationId: dossier.handlingId, subjectKind: 'dossier', subjectId: dossier.id },
    ...{ title: 'Tờ trình', data },
  })
  const { resultKey, outcome, preparedBy } = prepared.result
  await insertResult(h.db, {
    ...{ id: newId(h.clock.now), dossierId: dossier.id, resultKey, outcome, templateKey: 'to-trinh', data },
    ...{ paperId: paper.id, state: 'draft', preparedAt: h.clock.now, preparedBy, stepFault: null, attachmentId: null },
    ...{ part: 0, laidOn: null },
  })
  for (let at = 0; at < 4; at += 1) {
    const holder = await way.holder()
    const view = await viewDossier(holder, { id: way.id })
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    const keys = { person: holder.actor.name, title: holder.actor.postTitle!, organisation: dossier.handlingId }
    await way.keys(holder.actor.postId!, dossier.handlingId, keys)
    if (open.stepKind === 'check') return { h, way, paper, view, head: holder, leaderPostId: leader.postId }
    await takeResultStep(holder, h.house, { dossierId: way.id, act: view.acts[0]!.key, remark: 'Trình' })
  }
  throw new Error('never came to the head')
}
const pdfOf = (dataDir: string, sha256: string) => `${dataDir}/files/${sha256.slice(0, 2)}/${sha256}`

test('ký nháy bằng chữ ký số nhỏ: trưởng đơn vị ký trước, lãnh đạo ký, văn thư đóng dấu; ba chữ ký đều hợp lệ', async (t) => {
  const { h, way, paper, view, head } = await atTheHead(t)
  const forward = { dossierId: way.id, act: view.acts[0]!.key }
  assert.equal((await viewResult(head, await viewDossier(head, { id: way.id }))).wants, 'initial')
  assert.ok((await listWaiting(head, 'sign')).some((each) => each.paperId === paper.id && each.key === 'ky-nhay'))
  await assert.rejects(takeResultStep(head, h.house, forward), { code: 'results.pin-needed' })
  await takeResultStep(head, h.house, { ...forward, secret: PIN })
  const result = (await findResult(h.db, way.id))!
  assert.equal(result.state, 'draft', 'initials decide nothing')
  await way.complete(paper.id)
  await pumpAnnouncements(h.db, way.later())
  assert.deepEqual([(await findResult(h.db, way.id))!.state, result.stepFault], ['draft', null])

  const leader = await way.holder()
  const decide = await viewDossier(leader, { id: way.id })
  await way.keys(leader.actor.postId!, view.dossier.handlingId, {
    ...{ person: leader.actor.name, title: leader.actor.postTitle!, organisation: view.dossier.handlingId },
  })
  const grant = decide.acts.find((each) => each.outcome === 'grant')!.key
  await takeResultStep(leader, h.house, { dossierId: way.id, act: grant, secret: PIN })
  await way.complete(paper.id)
  const clerk = await way.holder()
  const numbering = await viewDossier(clerk, { id: way.id })
  await takeResultStep(clerk, h.house, { dossierId: way.id, act: numbering.acts[0]!.key, secret: PIN })
  await way.complete(paper.id)
  const whole = (await findPaper(h.db, { id: paper.id }))!
  assert.equal(whole.state, 'valid')
  const file = pdfOf(h.house.dataDir, whole.fileSha256)
  if (process.env.KEEP_PAPERS) copyFileSync(file, `${process.env.KEEP_PAPERS}/ky-nhay.pdf`)
  const report = await verifyPdf(bytesSource(readFileSync(file)), { anchors: h.anchors, now: h.clock.now })
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  assert.deepEqual(
    report.signatures.map((each) => [each.field, each.signer, each.verdict]),
    [
      ['ky-nhay', head.actor.name, 'VALID'],
      ['lanh-dao', leader.actor.name, 'VALID'],
      ['dau', view.dossier.handlingId, 'VALID'],
    ],
  )
  const pdfsig = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' })
  if (!pdfsig.error) assert.equal(pdfsig.stdout.match(/Signature is Valid/g)?.length, 3, pdfsig.stdout)
})

test('lãnh đạo không ký văn bản có chỗ ký nháy mà chưa ký nháy; người của đơn vị khác không ký nháy được', async (t) => {
  const { h, way, paper, head, leaderPostId } = await atTheHead(t)
  const { officialOf } = await import('#server/dossiers/testing.ts')
  const as = async (postId: string) => ({
    ...{
      db: h.db,
      now: way.later(),
      origin: { requestId: 'test' },
      actor: await officialOf(h.db, postId, h.clock.now),
    },
  })
  const sign = (key: string) => ({ paperId: paper.id, key, secret: PIN })
  await assert.rejects(signPaper(await as(leaderPostId), h.house, sign('lanh-dao')), { code: 'signing.not-initialled' })
  const stranger = await as('so-tu-phap.giam-doc')
  await assert.rejects(signPaper(stranger, h.house, sign('ky-nhay')), { code: 'signing.no-right' })
  assert.ok(head.actor.organisationId)
})

test('chỉ mẫu văn bản hành chính có chỗ ký nháy, và một mẫu dựng sẵn cho thấy', () => {
  const signs = (by: ('initials' | 'leader' | 'receiver')[]) =>
    by.map((each, at) => ({ key: `${each}-${at}`, by: each, on: 'either' as const }))
  assert.deepEqual(initialsFaults({ kind: 'document', signs: signs(['initials', 'leader']) }), [])
  assert.equal(initialsFaults({ kind: 'document', signs: signs(['initials', 'initials', 'leader']) }).length, 1)
  assert.equal(initialsFaults({ kind: 'document', signs: signs(['initials']) }).length, 1)
  for (const kind of ['desk-form', 'declaration', 'result', 'blank', 'card', 'attestation', 'note'] as const)
    assert.match(initialsFaults({ kind, signs: signs(['initials', 'leader']) })[0]!, /Chỉ văn bản hành chính/, kind)
  const seeded = seededTemplates()
  for (const template of seeded) assert.deepEqual(initialsFaults(template), [], template.key)
  assert.deepEqual(
    seeded.filter((each) => each.signs.some(({ by }) => by === 'initials')).map((each) => each.key),
    ['to-trinh'],
    'off where a template does not say it',
  )
})
