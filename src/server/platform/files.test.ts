import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { readStoredFile, storeFile } from './files.ts'
import { testDatabase } from './testing.ts'

test('equal bytes are one file, typed by content, and a file that is too large leaves nothing', async (t) => {
  const { db } = await testDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'dinh-files-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const limits = { now: new Date(), maxBytes: 100 }
  const of = async function* (...parts: string[]) {
    for (const part of parts) yield Buffer.from(part)
  }
  const one = await storeFile(db, folder, of('Tờ ', 'khai'), limits)
  assert.equal(one.isNew, true)
  assert.deepEqual(await storeFile(db, folder, of('Tờ khai'), limits), { ...one, isNew: false })
  assert.equal(one.mediaType, 'text/plain')
  assert.equal(await text(readStoredFile(folder, one.sha256)), 'Tờ khai')
  assert.equal((await storeFile(db, folder, of('%PDF-1.7\n'), limits)).mediaType, 'application/pdf')
  await assert.rejects(storeFile(db, folder, of('x'.repeat(101)), limits), /file-too-large/)
  assert.deepEqual(readdirSync(join(folder, 'files/incoming')), [])
})

test('many small pieces are one whole, two at once share a folder, and a folder that was taken away is made again', async (t) => {
  const { db } = await testDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'dinh-files-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const limits = { now: new Date(), maxBytes: 1_000_000 }
  const pieces = Array.from({ length: 700 }, (_, at) => Buffer.alloc(1000, 97 + (at % 26)))
  const of = async function* (given: Buffer[]) {
    for (const piece of given) yield piece
  }
  const stored = await storeFile(db, folder, of(pieces), limits)
  assert.equal(stored.size, 700_000)
  assert.equal(await text(readStoredFile(folder, stored.sha256)), Buffer.concat(pieces).toString())
  rmSync(join(folder, 'files'), { recursive: true })
  const two = await Promise.all([1, 2].map(() => storeFile(db, folder, of(pieces), limits)))
  const again = { ...stored, isNew: false }
  assert.deepEqual(two, [again, again])
  assert.equal(await text(readStoredFile(folder, stored.sha256)), Buffer.concat(pieces).toString())
})
