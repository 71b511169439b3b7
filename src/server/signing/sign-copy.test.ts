import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { findPaper, one, setPicture, stopSetters } from '#server/papers/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { bytesSource, Dict, PdfFile, textOf, Update, verifyPdf } from '#server/signatures/index.ts'
import { randomUUID } from 'node:crypto'
import { completeSignature, sealPaper, signAppendix, signCopy, signPaper } from './index.ts'
import { storedSource } from './paper-file.ts'
import { listSignatureJobs } from './request-queries.ts'
import {
  aDecision,
  aSigningHouse,
  callOf,
  clerk,
  givePostAndSeal,
  leader,
  NOW,
  PIN,
  type TestHouse,
} from './testing.ts'

after(stopSetters)
const AT = 'xa-liem-phong'
const has = (tool: string) => spawnSync(tool, ['-v']).error === undefined

async function read(h: TestHouse, sha256: string) {
  const source = await storedSource(h.house.dataDir, sha256)
  const bytes = await source.read(0, source.size)
  await source.close()
  return bytes
}
/** What our verifier says; what pdfsig says, and what the page shows, where they are installed. */
async function judge(h: TestHouse, sha256: string) {
  const bytes = await read(h, sha256)
  const { verdict, signatures } = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })
  const folder = mkdtempSync(process.env.SHOTS ? `${process.env.SHOTS}/copy-` : '/tmp/dinh-copy-')
  writeFileSync(`${folder}/copy.pdf`, bytes)
  const said = has('pdfsig') ? spawnSync('pdfsig', [`${folder}/copy.pdf`], { encoding: 'utf8' }).stdout : undefined
  const words = has('pdftotext')
    ? execFileSync('pdftotext', ['-layout', `${folder}/copy.pdf`, '-'], { encoding: 'utf8' })
    : undefined
  if (!process.env.SHOTS) rmSync(folder, { recursive: true })
  return { verdict, signatures: signatures.map(({ field, level, signer }) => [field, level, signer]), said, words }
}
const scanOf = (turn: number) =>
  setPicture(
    `#set page(width: 595pt, height: 842pt, margin: 60pt)\n#rotate(${-turn}deg, reflow: true)[Bản quét quyết định số 7]`,
    {},
    NOW,
  )

/** What a screen reader is told of the fields that became part of the page of a copy. */
async function toldBehind(h: TestHouse, sha256: string) {
  const file = await PdfFile.open(bytesSource(await read(h, sha256)))
  const catalog = await file.catalog()
  assert.equal((await file.dict(catalog.get('MarkInfo')))?.get('Marked'), true)
  const [document] = (await file.array((await file.dict(catalog.get('StructTreeRoot')))!.get('K')))!
  const kids = (await file.array((await file.dict(document))!.get('K')))!.slice(-4)
  return Promise.all(
    kids.map(async (each) => {
      const element = (await file.dict(each))!
      return textOf(element.get('ActualText')) ?? textOf(element.get('Alt'))?.split(':')[0]
    }),
  )
}

async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const call = callOf(h.db, clerk)
  const keep = async (pdf: Uint8Array) =>
    (await storeFile(h.db, h.house.dataDir, one(pdf), { now: NOW, maxBytes: 1e8 })).sha256
  const signs = { organisationId: AT, secret: PIN }
  const about = {
    ...signs,
    subjectKind: 'dossier' as const,
    subjectId: randomUUID(),
    title: 'Quyết định số 7',
    subjectWords: 'số 7',
  }
  return { h, call, keep, about, signs }
}

test('a scan is signed as a copy: form, agency and time at the top right, and the signature over all of it', async (t) => {
  const { h, call, keep, about } = await aHouse(t)
  const fileSha256 = await keep(await scanOf(0))
  for (const [form, shown] of [
    ['sao-y', 'SAO Y'],
    ['sao-luc', 'SAO LỤC'],
    ['trich-sao', 'TRÍCH SAO'],
  ] as const) {
    const { fileSha256: sha256 } = await signCopy(call, h.house, { ...about, fileSha256, kind: { form } })
    const { verdict, signatures, said, words } = await judge(h, sha256)
    assert.equal(verdict, 'VALID')
    assert.deepEqual(signatures, [['ban-sao', 'B-LT', 'Ủy ban nhân dân xã Liêm Phong']])
    if (said !== undefined) assert.match(said, /Signature is Valid/)
    if (words !== undefined)
      assert.match(
        words.replace(/\s+/g, ' '),
        new RegExp(`${shown} .*Ủy ban nhân dân xã Liêm Phong 24/11/2026 09:00:00 \\+07:00`),
      )
  }
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int from audit_entry where act = 'signing.copied'`.execute(h.db)
  assert.equal(rows[0]!.count, 3)
})

test('a separate appendix bears number, symbol and time; a copy of a sealed paper shows its number, signature and seal', async (t) => {
  const { h, call, keep, about, signs } = await aHouse(t)
  const appendix = await signAppendix(call, h.house, {
    ...{ ...signs, subjectId: 'x', fileSha256: await keep(await scanOf(0)), kind: { appendixOf: '05/QĐ-UBND' } },
  })
  const judged = await judge(h, appendix.sha256)
  assert.deepEqual([judged.verdict, judged.signatures[0]![0]], ['VALID', 'phu-luc'])
  if (judged.words !== undefined) assert.match(judged.words, /05\/QĐ-UBND\s+24\/11\/2026 09:00:00 \+07:00/)

  const paper = await aDecision(h)
  const complete = async () => {
    for (const job of await listSignatureJobs(h.db, paper.id)) await completeSignature(call, h.house, job.id)
  }
  await signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  await complete()
  const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
  await sealPaper(call, h.house, { paperId: paper.id, key: 'dau', secret: PIN, numbering })
  await complete()
  const original = (await findPaper(h.db, paper))!.fileSha256
  const copy = await signCopy(call, h.house, { ...about, fileSha256: original, kind: { form: 'sao-y' } })
  const { verdict, signatures, said: tool, words } = await judge(h, copy.fileSha256)
  assert.equal(verdict, 'VALID')
  assert.deepEqual(signatures, [['ban-sao', 'B-LT', 'Ủy ban nhân dân xã Liêm Phong']])
  if (tool !== undefined) assert.match(tool, /Signature is Valid/)
  if (words !== undefined) assert.match(words, /01\/QĐ-UBND/)
  assert.equal((await judge(h, original)).verdict, 'VALID')
  assert.deepEqual(await toldBehind(h, copy.fileSha256), [
    '01/QĐ-UBND',
    'Liêm Phong, ngày 24 tháng 11 năm 2026',
    'Chữ ký số',
    'Chữ ký số',
  ])
})

test('on a page that is shown turned, the words stand upright at the top right as it is seen', async (t) => {
  const { h, call, keep, about } = await aHouse(t)
  for (const turn of [90, 180, 270]) {
    const scan = await scanOf(turn)
    const update = new Update(await PdfFile.open(bytesSource(scan)))
    const [first] = await update.file.pages()
    update.replace(first!.ref, new Dict([...first!.page, ['Rotate', turn]]))
    const fileSha256 = await keep(Buffer.concat([scan, (await update.bytes()).bytes]))
    const { fileSha256: sha256 } = await signCopy(call, h.house, { ...about, fileSha256, kind: { form: 'sao-y' } })
    const { verdict, words } = await judge(h, sha256)
    assert.equal(verdict, 'VALID')
    if (words === undefined) continue
    const lines = words.split('\n').filter((line) => line.trim() !== '')
    const at = lines.findIndex((line) => line.includes('24/11/2026 09:00:00 +07:00'))
    assert.match(lines.slice(0, at + 1).join(' '), /^\s{20,}SAO Y\s/, `${turn}: ${words}`)
    assert.ok(lines.findIndex((line) => line.includes('Bản quét')) > at, `${turn}: ${words}`)
  }
})

test('a copy is signed by who may seal; when the timestamp authority is away nothing is kept', async (t) => {
  const { h, call, keep, about } = await aHouse(t)
  const wish = { ...about, fileSha256: await keep(await scanOf(0)), kind: { form: 'sao-y' as const } }
  await assert.rejects(signCopy(callOf(h.db, leader), h.house, wish), { code: 'signing.no-right' })
  const stamp = () => Promise.reject(new Error('away'))
  const house = { ...h.house, validation: { ...h.house.validation, stamp } }
  await assert.rejects(signCopy(call, house, wish), { code: 'signing.stamp-away' })
  const junk = { ...wish, fileSha256: await keep(new TextEncoder().encode('rác')) }
  await assert.rejects(signCopy(call, h.house, junk), { code: 'signing.pdf-damaged' })
})
