import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { chooseByHand, takeResultStep } from '../index.ts'
import { findResult } from '../queries.ts'
import { OnItsWay, PIN } from '../testing.ts'

after(stopSetters)

test('khai tử: dự thảo soạn trước khi ký sổ; số đã vào sổ là số trên trích lục được ký và đóng dấu, không lấy số thứ hai', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.000656')
  await way.until('appraise')
  await way.prepare('grant')
  const step = async (secret?: string) => {
    const call = await way.holder()
    const { acts } = await viewDossier(call, { id: way.id })
    const act = (acts.find((each) => each.outcome === 'grant') ?? acts[0]!).key
    const command = { dossierId: way.id, act, remark: 'Theo hồ sơ' }
    await takeResultStep(call, h.house, { ...command, ...(secret ? { secret } : {}) })
  }
  const kindNow = async () => (await way.view()).way.find((each) => !each.doneAt && !each.side)!.stepKind
  while ((await kindNow()) !== 'decide') await step()
  const leader = await way.holder()
  const unit = (await way.view()).dossier.handlingId
  await way.keys(leader.actor.postId!, unit, { person: 'Thử', title: leader.actor.postTitle!, organisation: unit })
  const before = await findPaper(h.db, { id: (await findResult(h.db, way.id))!.paperId })
  assert.equal(before!.notation, '01/2026', 'the draft has the number of the book')
  await step(PIN)
  await way.complete((await findResult(h.db, way.id))!.paperId)
  await step(PIN)
  assert.equal((await findPaper(h.db, { id: (await findResult(h.db, way.id))!.paperId }))!.notation, '01/2026')
  const entries = await h.db.selectFrom('paper_book_entry').select(['number', 'kind']).execute()
  assert.equal(entries.length, 1, JSON.stringify(entries))
})

test('kết quả ký tay trên giấy: số ghi ở bước ký sổ là số của kết quả, văn thư không lấy số nữa', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '1.000656')
  await way.until('appraise')
  await chooseByHand(await way.holder(), { dossierId: way.id, reason: 'Sổ và trích lục viết tay' })
  for (let at = 0; at < 12; at += 1) {
    const call = await way.holder()
    const view = await viewDossier(call, { id: way.id })
    if (view.dossier.state === 'settled') break
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    const written = open.stepKind === 'sign-book' ? { resultNumber: '77/2026' } : {}
    await takeResultStep(call, h.house, { dossierId: way.id, act: view.acts[0]!.key, remark: 'Theo hồ sơ', ...written })
  }
  const { dossier, events } = await way.view()
  assert.equal(dossier.state, 'settled')
  assert.equal(events.find((each) => each.kind === 'settled')!.facts.resultNumber, '77/2026')
  assert.deepEqual(await h.db.selectFrom('paper_book_entry').select('number').execute(), [])
})
