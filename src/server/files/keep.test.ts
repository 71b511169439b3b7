import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { pathOfStored, storeFile } from '#server/platform/files.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { EICAR, startFakeClamd } from '../../../tests/fakes/clamd.ts'
import { checkKeptFiles, lookAtOlder, removeUnnamed, scanWaiting } from './jobs.ts'
import { keepFile, lookedAt, ownFile } from './keep.ts'
import { Lookers, stopLookers } from './look/lookers.ts'
import { countFiles, findLook } from './queries.ts'
import type { FileHouse } from './schema.ts'
import { aHeic, aPdf, aPdfWithPassword, aPng, asStream } from './testing.ts'

after(stopLookers)
const NOW = new Date('2026-11-30T09:00:00+07:00')
const LATER = new Date('2026-12-02T09:00:00+07:00')

async function aHouse(t: TestContext) {
  const { db } = await testDatabase(t)
  const dataDir = mkdtempSync(join(tmpdir(), 'dinh-look-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const house: FileHouse = { dataDir, maxFileBytes: 1_000_000 }
  const keep = (name: string, bytes: Uint8Array, at: FileHouse = house) =>
    keepFile({ db, now: NOW }, at, { name, bytes: asStream(bytes) })
  return { db, house, keep }
}
const refuses = (code: string) => ({ code })

test('a file is named by its kind, a picture of a phone has pages to read, and its original stays', async (t) => {
  const { db, house, keep } = await aHouse(t)
  const paper = await keep('C:\\giấy tờ\\chứng sinh', aPdf())
  assert.deepEqual([paper.fileName, paper.mediaType, paper.pages], ['chứng sinh.pdf', 'application/pdf', 1])
  assert.equal((await keep('anh.exe', aPng())).fileName, 'anh.exe.png')
  const photo = await keep('IMG_0001.HEIC', aHeic())
  assert.deepEqual([photo.fileName, photo.readable.mediaType], ['IMG_0001.HEIC', 'image/jpeg'])
  assert.deepEqual(new Uint8Array(readFileSync(pathOfStored(house.dataDir, photo.sha256))), aHeic())
  assert.equal(readFileSync(pathOfStored(house.dataDir, photo.readable.sha256))[0], 0xff)
  assert.equal((await findLook(db, photo.sha256))?.kind, 'heif')
})

test('what was refused once is refused again without a look, and its bytes go a day later', async (t) => {
  const { db, house, keep } = await aHouse(t)
  await assert.rejects(keep('khoa.pdf', aPdfWithPassword()), refuses('files.password'))
  await assert.rejects(keep('rong.pdf', new Uint8Array()), refuses('files.empty'))
  await assert.rejects(keep('don.bat', new TextEncoder().encode('Đơn xin xác nhận')), refuses('files.program'))
  const { sha256 } = await storeFile(db, house.dataDir, asStream(aPdfWithPassword()), { now: NOW, maxBytes: 1e6 })
  assert.equal((await findLook(db, sha256))?.fault, 'password')
  // Nothing to look at any more: a second look would say something else.
  writeFileSync(pathOfStored(house.dataDir, sha256), aPdf())
  await db.updateTable('file_look').set({ media_type: 'x' }).where('sha256', '=', sha256).execute()
  await assert.rejects(keep('lan-nua.pdf', aPdfWithPassword()), refuses('files.password'))
  assert.equal((await findLook(db, sha256))?.mediaType, 'x')
  await removeUnnamed(db, house, NOW)
  assert.ok(existsSync(pathOfStored(house.dataDir, sha256)))
  await removeUnnamed(db, house, LATER)
  assert.ok(!existsSync(pathOfStored(house.dataDir, sha256)))
  await assert.rejects(keep('khoa.pdf', aPdfWithPassword()), refuses('files.password'))
})

test('a file that was not looked at cannot be attached, whoever asks', async (t) => {
  const { db, house, keep } = await aHouse(t)
  const stored = await storeFile(db, house.dataDir, asStream(aPdf(['Khac'])), { now: NOW, maxBytes: 1e6 })
  const named = { sha256: stored.sha256, fileName: 'x.pdf', mediaType: 'text/html', sizeBytes: 1 }
  await assert.rejects(lookedAt(db, [named]), refuses('files.not-looked-at'))
  const row = { id: '0190a0a0-0000-7000-8000-000000000001', dossier_id: '0190a0a0-0000-7000-8000-000000000002' }
  const more = { document_key: 'x', document_name: 'x', file_name: 'x', media_type: 'x', size_bytes: 1, added_at: NOW }
  await assert.rejects(
    db
      .insertInto('attachment')
      .values({ ...row, ...more, file_sha256: stored.sha256 })
      .execute(),
    /attachment_looked_at|attachment_dossier/,
  )
  const good = await keep('x.pdf', aPdf(['Khac']))
  const [seen] = await lookedAt(db, [named])
  assert.deepEqual(
    [seen!.mediaType, seen!.sizeBytes],
    [good.mediaType, good.size],
    'kind and size as seen, not as told',
  )
  const own = await storeFile(db, house.dataDir, asStream(aPdf(['Ket qua'])), { now: NOW, maxBytes: 1e6 })
  await ownFile({ db, now: NOW }, own)
  assert.equal((await findLook(db, own.sha256))?.madeHere, true)
})

test('a look that takes too long or ends its child refuses the file and nobody else’s', async (t) => {
  const { house, keep } = await aHouse(t)
  const one = await keep('a.pdf', aPdf())
  const lookers = new Lookers({ children: 1, lookMs: 1 })
  t.after(() => lookers.stop())
  assert.equal((await lookers.look(pathOfStored(house.dataDir, one.sha256), false)).fault, 'too-heavy')
  const patient = new Lookers({ children: 1, waiting: 1 })
  t.after(() => patient.stop())
  const first = patient.look(pathOfStored(house.dataDir, one.sha256), false)
  const second = patient.look(pathOfStored(house.dataDir, one.sha256), false)
  await assert.rejects(patient.look(pathOfStored(house.dataDir, one.sha256), false), refuses('files.busy'))
  for (const pid of patient.pids) process.kill(pid, 'SIGKILL')
  assert.equal((await first).fault, 'too-heavy')
  assert.equal((await second).fault, null)
})

test('the scanner sees each file; while it is away files wait; what it finds later is never good again', async (t) => {
  const { db, house, keep } = await aHouse(t)
  const clamd = await startFakeClamd()
  const scanned = { ...house, clamd: clamd.address }
  const virus = new TextEncoder().encode(`Đơn xin xác nhận ${EICAR}`)
  await assert.rejects(keep('don.txt', virus, scanned), refuses('files.infected'))
  const clean = await keep('sach.pdf', aPdf(['Sach']), scanned)
  assert.equal((await findLook(db, clean.sha256))?.scan, 'clean')
  assert.deepEqual(clamd.seen.at(-1), Buffer.from(aPdf(['Sach'])))
  clamd.mood = 'limit'
  const waits = await keep('cho.pdf', aPdf(['Cho']), scanned)
  assert.equal((await findLook(db, waits.sha256))?.scan, 'waiting')
  const before = await keep('truoc.txt', new TextEncoder().encode(`Giấy tờ từ trước ${EICAR}`))
  assert.equal((await findLook(db, before.sha256))?.scan, 'none')
  clamd.mood = 'well'
  await scanWaiting(db, scanned, NOW)
  assert.equal((await findLook(db, waits.sha256))?.scan, 'clean')
  assert.equal((await findLook(db, before.sha256))?.scan, 'infected')
  await assert.rejects(lookedAt(db, [{ ...before, sizeBytes: before.size }]), refuses('files.infected'))
  await clamd.stop()
  const away = await keep('vang.pdf', aPdf(['Vang']), scanned)
  assert.equal((await findLook(db, away.sha256))?.scan, 'waiting')
})

test('kept bytes that are gone or changed are told once; files from before the look are looked at', async (t) => {
  const { db, house, keep } = await aHouse(t)
  const [gone, cut] = [await keep('a.pdf', aPdf(['Mot'])), await keep('b.pdf', aPdf(['Hai']))]
  rmSync(pathOfStored(house.dataDir, gone.sha256))
  truncateSync(pathOfStored(house.dataDir, cut.sha256), 10)
  await checkKeptFiles(db, house, NOW)
  assert.equal(Number((await countFiles(db)).lost), 2)
  const old = await keep('c.pdf', aPdf(['Ba']))
  await db.updateTable('file_look').set({ rules: 0, kind: 'unknown' }).where('sha256', '=', old.sha256).execute()
  await lookAtOlder(db, house, NOW)
  assert.equal((await findLook(db, old.sha256))?.kind, 'pdf')
})
