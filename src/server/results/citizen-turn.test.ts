import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { dossierEvent, progressOf, tellFiler, turnIn, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen, asHolder } from '#server/dossiers/testing.ts'
import { stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { anonymousActor } from '#server/platform/call.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { fullSeeds } from '../../../seeds/procedures.ts'
import { findViewablePaper, readDraft, takeResultStep } from './index.ts'
import { findResult } from './queries.ts'
import { OnItsWay } from './testing.ts'

after(stopSetters)
listen(dossierEvent, (call, told) => tellFiler(call, told, 'https://dinh.example'))

test('khai sinh: đến bước ký sổ, người nộp được mời đến đâu, trước lúc nào, mang gì, và đọc bản thảo ở nhà; người khác không đọc được', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const account = { id: aCitizen().id, kind: 'citizen' as const, full_name: 'Trần Thị Thử', created_at: h.clock.now }
  await h.db
    .insertInto('account')
    .values(account as never)
    .onConflict((c) => c.doNothing())
    .execute()
  const way = await OnItsWay.file(h, '1.001193')
  const { dossier } = await way.view()
  const code = dossier.code!
  const filer = { db: h.db, actor: aCitizen(), now: h.clock.now }
  await assert.rejects(readDraft(filer, code), { code: 'results.paper-unknown' })
  await way.until('appraise')
  await way.prepare('grant')
  await assert.rejects(readDraft(filer, code), { code: 'results.paper-unknown' }, 'not before it is asked to be read')
  await takeResultStep(await way.holder(), h.house, { dossierId: way.id, act: 'draft' })
  await pumpAnnouncements(h.db, way.later())
  const seen = await viewDossier(filer, { code })
  assert.match(seen.turn!.does, /đọc bản thảo Giấy khai sinh và ký sổ/)
  assert.match(seen.turn!.place, /UBND xã|UBND phường|UBND thị trấn/)
  assert.deepEqual(seen.turn!.bring, ['giấy tờ tùy thân', 'bản chính Giấy chứng sinh nếu có'])
  const notice = await h.db.selectFrom('notice').select(['title', 'body']).where('kind', '=', 'your-turn').execute()
  assert.equal(notice.length, 1)
  assert.match(
    notice[0]!.body,
    /Mời Ông\/Bà đến UBND .* đọc bản thảo Giấy khai sinh và ký sổ, trước \d\d:\d\d ngày .*, mang theo giấy tờ tùy thân/,
  )
  const draft = await readDraft(filer, code)
  assert.equal(Buffer.from(draft.pdf.slice(0, 5)).toString(), '%PDF-')
  const { paperId } = (await findResult(h.db, way.id))!
  await assert.rejects(findViewablePaper(filer, paperId), { code: 'results.paper-unknown' }, 'not the paper itself')
  const stranger = { ...filer, actor: aCitizen('0190a0a0-0000-7000-8000-000000000002') }
  for (const other of [stranger, { ...filer, actor: anonymousActor }, await asHolder(h.db, way.id, h.clock.now)])
    await assert.rejects(readDraft(other, code), { code: 'results.paper-unknown' })
  assert.match((await progressOf(h.db, code, h.clock.now))!.turn!.does, /ký sổ/)
  await takeResultStep(await way.holder(), h.house, { dossierId: way.id, act: 'signed' })
  await assert.rejects(readDraft(filer, code), { code: 'results.paper-unknown' }, 'not after the book is signed')
  assert.equal((await viewDossier(filer, { code })).turn, null)
})

test('đã có kết quả: nói đến đâu, mang gì kể cả bản chính phải xem, còn phải nộp bao nhiêu; không có giấy hẹn thì đọc mã', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const way = await OnItsWay.file(h, '2.000488')
  await h.db.updateTable('dossier').set({ fee_state: 'due', fee_total: 200_000 }).where('id', '=', way.id).execute()
  await way.until('return')
  const filer = { db: h.db, actor: aCitizen(), now: h.clock.now }
  const { collecting } = await viewDossier(filer, { id: way.id })
  assert.match(collecting!, /giấy hẹn \(không có thì đọc mã hồ sơ\), giấy tờ tùy thân, bản chính/)
  assert.match(collecting!, /Còn phải nộp: 200\.000 đ\. Nhờ người nhận hộ thì cần giấy ủy quyền\./)
})

test('mọi bước mà người dân phải đến ở 32 thủ tục đều nói người dân làm gì', () => {
  for (const { content } of fullSeeds())
    for (const step of content.workflow?.steps ?? []) {
      const theirs =
        ['sign-book', 'pay', 'revise'].includes(step.kind) ||
        (step.kind !== 'return' &&
          /Người (đi|yêu cầu)|^Hai bên|; hai bên|từng người|Chủ dự án|người dân nộp/.test(step.name))
      if (theirs) assert.ok(turnIn(step), `${content.code}: ${step.name}`)
    }
})
