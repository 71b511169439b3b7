import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { forgetDirectory, loadPosts } from '#server/directory/index.ts'
import { acceptDossier, askCompletion, declineDossier, viewDossier } from '#server/dossiers/index.ts'
import { asHolder, officialOf } from '#server/dossiers/testing.ts'
import { findPaper, findTemplateOn, setPaper, stopSetters } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { askSignature, completeSignature, sealPaper, signPaper } from '#server/signing/index.ts'
import { aSigningHouse, giveKey, PIN, type TestHouse } from '#server/signing/testing.ts'
import { setSlip, signSlip, type SlipKind } from './index.ts'
import { aFiledDossier } from './testing.ts'

after(stopSetters)

const report = async (h: TestHouse, paperId: string) => {
  for (const { id } of await h.db.selectFrom('signature_job').select('id').where('paper_id', '=', paperId).execute())
    await completeSignature({ db: h.db, actor: { ...SYSTEM }, now: h.clock.now }, h.house, id)
  const { fileSha256, state } = (await findPaper(h.db, { id: paperId }))!
  const bytes = readFileSync(`${h.house.dataDir}/files/${fileSha256.slice(0, 2)}/${fileSha256}`)
  const { verdict, signatures } = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })
  return { state, verdict, signers: signatures.map((each) => each.signer) }
}
const SYSTEM = { kind: 'system' as const, id: 'system', name: 'Hệ thống', grants: new Map(), queues: [] }
const keyFor = async (h: TestHouse, { actor }: Call) =>
  h.certificates.some((each) => each.postId === actor.postId) ||
  giveKey(h, {
    ...{ organisationId: actor.organisationId!, postId: actor.postId! },
    profile: { kind: 'person', name: actor.name, title: actor.postTitle!, organisation: 'UBND' },
  })

test('giấy hẹn, phiếu bổ sung, phiếu từ chối do chính người tiếp nhận ký, không đóng dấu, mỗi loại một dãy số của bộ phận một cửa', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const codeOf = async (call: Call, id: string) => (await viewDossier(call, { id })).dossier.code!
  const accept = async (call: Call, id: string) => {
    const { papers } = await viewDossier(call, { id })
    const checks = papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const }))
    await acceptDossier(call, { dossierId: id, checks })
  }
  const item = {
    target: 'other' as const,
    targetKey: '',
    words: 'Thiếu bản sao',
    clause: 'Điều 5',
    remedy: 'Nộp một bản.',
  }
  const acts: [SlipKind, string, (call: Call, id: string) => Promise<unknown>][] = [
    ['receipt', '0001/BPTNTKQ', accept],
    ['completion', '0001/PBS', (call, id) => askCompletion(call, { dossierId: id, items: [item], checks: [] })],
    [
      'decline',
      '0001/PTC',
      (call, id) =>
        declineDossier(call, { dossierId: id, reason: 'Sai nơi', clause: 'Điều 21', rightPlace: 'Xã khác' }),
    ],
    ['receipt', '0002/BPTNTKQ', accept],
    ['completion', '0002/PBS', (call, id) => askCompletion(call, { dossierId: id, items: [item], checks: [] })],
  ]
  for (const [kind, number, act] of acts) {
    const id = await aFiledDossier(h.db, '1.004873', h.clock.now)
    const call = await asHolder(h.db, id, h.clock.now)
    await act(call, id)
    await keyFor(h, call)
    const paper = await setSlip(call, h.house, { id }, kind)
    const code = await codeOf(call, id)
    assert.equal(paper.data.number, number)
    assert.equal(paper.data.receiver, call.actor.name)
    const wrong = signSlip(call, h.house, { code, kind, secret: '999999' })
    await assert.rejects(wrong, { code: 'signing.wrong-pin' })
    const signed = await signSlip(call, h.house, { code, kind, secret: PIN })
    assert.equal(signed.id, paper.id)
    await assert.rejects(sealPaper(call, h.house, { paperId: paper.id, key: 'dau', secret: PIN }), {
      code: 'signing.no-place',
    })
    const done = await report(h, paper.id)
    assert.deepEqual(done, { state: 'valid', verdict: 'VALID', signers: [call.actor.name] }, number)
    assert.equal((await signSlip(call, h.house, { code, kind, secret: PIN })).id, paper.id, 'signed already')
    assert.equal((await setSlip(call, h.house, { id }, kind)).id, paper.id, 'a signed slip is not set again')
  }
})

test('giấy hẹn ghi tên người tiếp nhận nào thì người ấy ký; đồng nghiệp cùng bộ phận không ký thay', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const id = await aFiledDossier(h.db, '1.004873', h.clock.now)
  const call = await asHolder(h.db, id, h.clock.now)
  const { papers, dossier } = await viewDossier(call, { id })
  await acceptDossier(call, {
    ...{ dossierId: id, checks: papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const })) },
  })
  await setSlip(call, h.house, { id }, 'receipt')
  const serving = (await loadPosts(h.db, vietnamDate(h.clock.now))).serving(`${dossier.deskId}/receiver`)
  const other = serving.find((each) => each.id !== call.actor.postId)!
  const colleague = { ...call, actor: await officialOf(h.db, other.id, h.clock.now) }
  await keyFor(h, colleague)
  const sign = signSlip(colleague, h.house, { code: dossier.code!, kind: 'receipt', secret: PIN })
  await assert.rejects(sign, { code: 'signing.signer-differs' })
})

test('phiếu xin lỗi do người đứng đầu cơ quan giải quyết ký, không dấu; cấp phó ký KT. khi có phân công; người tiếp nhận không ký', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const at = 'xa-liem-phong'
  const posts = await loadPosts(h.db, vietnamDate(h.clock.now))
  const template = (await findTemplateOn(h.db, 'tt-01-2018/04', vietnamDate(h.clock.now)))!
  const as = async (postId: string): Promise<Call> => ({
    ...{
      db: h.db,
      now: h.clock.now,
      origin: { requestId: 'test' },
      actor: await officialOf(h.db, postId, h.clock.now),
    },
  })
  const [head, deputy] = [await as(`${at}.chu-tich`), await as(`${at}.pho-chu-tich`)]
  const anApology = async (headName: string, authority?: string[]) =>
    setPaper(head, h.house, {
      ...{ templateKey: 'tt-01-2018/04', organisationId: at, subjectKind: 'dossier', subjectId: 'x', title: 'Xin lỗi' },
      data: { ...template.example, headTitle: 'Chủ tịch', headName, ...(authority ? { authority } : {}) },
    })
  const sign = async (call: Call, paperId: string) => {
    await keyFor(h, call)
    return signPaper(call, h.house, { paperId, key: 'thu-truong', secret: PIN })
  }
  const own = await anApology(head.actor.name)
  await assert.rejects(sign(await as(posts.serving(`motcua-${at}/receiver`)[0]!.id), own.id), {
    code: 'signing.no-right',
  })
  await assert.rejects(sign(deputy, own.id), { code: 'signing.signer-differs' })
  await sign(head, own.id)
  assert.deepEqual(await report(h, own.id), { state: 'valid', verdict: 'VALID', signers: [head.actor.name] })

  for (const number of ['01/PXL', '02/PXL']) {
    const apology = await anApology(head.actor.name)
    const numbering = { series: 'PXL', symbol: 'PXL' }
    await askSignature(head, { paperId: apology.id, key: 'thu-truong', to: { postId: `${at}.chu-tich` }, numbering })
    assert.equal((await sign(head, apology.id)).notation, number, 'apologies count in a series of their own')
  }

  const wrong = await anApology(deputy.actor.name, ['CHỦ TỊCH'])
  await assert.rejects(sign(deputy, wrong.id), { code: 'signing.authority-differs' })
  const acting = await anApology(deputy.actor.name, ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'])
  await sign(deputy, acting.id)
  assert.equal((await report(h, acting.id)).verdict, 'VALID')
  await sql`delete from delegation`.execute(h.db)
  forgetDirectory(h.db)
  const late = await anApology(deputy.actor.name, ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'])
  await assert.rejects(sign(deputy, late.id), { code: 'signing.no-delegation' })
})
