import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import {
  acceptDossier,
  askCompletion,
  declineDossier,
  recordFee,
  takeStep,
  viewDossier,
} from '#server/dossiers/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { aCitizen, asHolder } from '#server/dossiers/testing.ts'
import { aFiledDossier } from './testing.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { receiptFacts, setBook, setSlip, SlipKind } from './index.ts'

after(stopSetters)
const NOW = new Date('2026-11-23T02:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

test('a receipt is one paper under one number until the dossier has changed', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-slips-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = { dataDir, origin: 'https://dinh.example' }
  const id = await aFiledDossier(db, '1.004873', NOW)
  const call = await asHolder(db, id, later(10))
  await assert.rejects(setSlip(call, house, { id }, 'receipt'), { code: 'slips.none' })
  const { papers } = await viewDossier(call, { id })
  await acceptDossier(call, {
    dossierId: id,
    checks: papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const })),
  })
  const two = await Promise.all([setSlip(call, house, { id }, 'receipt'), setSlip(call, house, { id }, 'receipt')])
  assert.equal(two[0].id, two[1].id)
  assert.match(String(two[0].data.number), /^0001\/BPTNTKQ$/)
  const filer = { db, actor: aCitizen(), now: later(60) }
  assert.equal((await setSlip(filer, house, { id }, 'receipt')).id, two[0].id)
  await assert.rejects(setSlip(filer, house, { id }, 'control'), { code: 'slips.not-for-filer' })
  await assert.rejects(
    setSlip({ ...filer, actor: aCitizen('0190a0a0-0000-7000-8000-000000000009') }, house, { id }, 'receipt'),
    {
      code: 'dossiers.unknown',
    },
  )
})

test('the receipt says what was received, what was not, what is owed and whom to ask, as the dossier stands (ux 12, 16)', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-slips-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = { dataDir, origin: 'https://dinh.example' }
  const id = await aFiledDossier(db, '1.001193', NOW)
  const call = await asHolder(db, id, later(10))
  const { papers } = await viewDossier(call, { id })
  const shown = papers.filter((paper) => paper.originalShownAtCollection)
  assert.ok(shown.length > 0, 'a birth is registered with an original that is shown later')
  await acceptDossier(call, {
    dossierId: id,
    checks: papers.map(({ key, originalShownAtCollection }) => ({
      documentKey: key,
      verdict: originalShownAtCollection ? ('later' as const) : ('there' as const),
    })),
    fee: { state: 'due', total: 16_000, receipt: null, reason: null },
  })
  const { data, id: first } = await setSlip(call, house, { id }, 'receipt')
  const [documents, toShow] = [data.documents as string[], data.toShow as string[]]
  for (const { name } of shown) {
    assert.ok(!documents.some((words) => words.startsWith(name)), `${name} was not received`)
    assert.ok(
      toShow.some((words) => words.startsWith(name)),
      name,
    )
  }
  assert.equal(data.fee, 'còn phải nộp 16.000 đồng')
  assert.match(String(data.ask), /, điện thoại \(?\d/)
  const facts = await receiptFacts(call, await viewDossier(call, { id }))
  assert.deepEqual([facts.documents, facts.toShow, facts.fee], [documents, toShow, data.fee])
  await recordFee(call, { dossierId: id, state: 'paid', total: 16_000, receipt: 'BL 7', reason: null })
  const again = await setSlip(call, house, { id }, 'receipt')
  assert.equal(again.data.fee, 'đã nộp 16.000 đồng, biên lai số BL 7')
  assert.notEqual(again.id, first)
  assert.equal(again.data.number, data.number)
})

test('every form of the desk is set from a dossier: declaration, completion, decline, receipt, control slip, follow-up book', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-slips-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = { dataDir, origin: 'https://dinh.example' }
  const keep = (sha256: string, name: string) =>
    process.env.KEEP_PAPERS &&
    copyFileSync(`${dataDir}/files/${sha256.slice(0, 2)}/${sha256}`, `${process.env.KEEP_PAPERS}/${name}.pdf`)
  const [taken, lacking, wrong] = await Promise.all(
    ['1.004873', '1.009994', '1.004873'].map((code) => aFiledDossier(db, code, NOW)),
  )
  const at = async (id: string | undefined, minutes: number) => asHolder(db, id!, later(minutes))
  const item = {
    target: 'document' as const,
    targetKey: 'x',
    words: 'Thiếu bản vẽ',
    clause: 'Điều 46 Nghị định 15/2021/NĐ-CP',
    remedy: 'Nộp hai bộ bản vẽ.',
  }
  const holder = await at(lacking, 10)
  await askCompletion(holder, { dossierId: lacking!, items: [item], checks: [] })
  const decliner = await at(wrong, 10)
  await declineDossier(decliner, {
    dossierId: wrong!,
    reason: 'Không đúng nơi thường trú',
    clause: 'Điều 21',
    rightPlace: 'UBND xã Thanh Hà',
  })
  const receiver = await at(taken, 20)
  const { papers, dossier } = await viewDossier(receiver, { id: taken! })
  await acceptDossier(receiver, {
    dossierId: taken!,
    checks: papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const })),
  })
  const set = async (call: typeof receiver, id: string | undefined, kind: SlipKind) => {
    const paper = await setSlip(call, house, { id: id! }, kind)
    keep(paper.fileSha256, kind)
    return paper
  }
  const completion = await set(holder, lacking, 'completion')
  assert.equal(completion.data.number, '0001/PBS')
  assert.deepEqual(completion.data.wanted, ['Thiếu bản vẽ. Nộp hai bộ bản vẽ.'])
  assert.match(String((await set(decliner, wrong, 'decline')).data.reason), /Điều 21.*UBND xã Thanh Hà/)
  assert.equal((await set(receiver, taken, 'receipt')).data.receiver, receiver.actor.name)
  await set(receiver, taken, 'declaration')
  const control = await set(receiver, taken, 'control')
  const officer = await at(taken, 60)
  await takeStep(officer, { dossierId: taken!, act: (await viewDossier(officer, { id: taken! })).acts[0]!.key })
  const again = await set(officer, taken, 'control')
  assert.notEqual(again.id, control.id)
  assert.equal(again.data.number, control.data.number, 'the number stays, the paper is set again')
  assert.equal((await findPaper(db, control))?.state, 'replaced')
  const period = { deskId: dossier.deskId, from: '2026-11-01', to: '2026-11-30' }
  const book = await setBook(receiver, house, period)
  keep(book.fileSha256, 'book')
  assert.equal((await setBook(receiver, house, period)).id, book.id)
  await assert.rejects(setBook(receiver, house, { ...period, to: '2027-01-02' }), { code: 'slips.period-wrong' })
  await assert.rejects(setBook(receiver, house, { ...period, from: '2026-12-01', to: '2026-12-02' }), {
    code: 'slips.book-empty',
  })
})

test('the database and the code know the same kinds of slips', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query<{ words: string }>(
    "select pg_get_constraintdef(oid) as words from pg_constraint where conname = 'slip_kind_check'",
  )
  for (const kind of SlipKind.options) assert.ok(rows[0]!.words.includes(`'${kind}'`), kind)
})
