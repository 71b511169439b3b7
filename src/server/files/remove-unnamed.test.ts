import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import { pathOfStored, storeFile } from '#server/platform/files.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { removeUnnamed } from './jobs.ts'
import { keepFile } from './keep.ts'
import { stopLookers } from './look/lookers.ts'
import { findLook, forgetFile } from './queries.ts'
import { aHeic, aPdf, asStream } from './testing.ts'

after(stopLookers)
const NOW = new Date('2026-11-30T09:00:00+07:00')
const DAYS = (many: number) => new Date(NOW.getTime() + many * 86_400_000)

async function aHouse(t: TestContext) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync(join(tmpdir(), 'dinh-unnamed-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const house = { dataDir, maxFileBytes: 1_000_000 }
  const keep = (bytes: Uint8Array, now = NOW) =>
    keepFile({ db, now }, house, { name: 'giay.pdf', bytes: asStream(bytes) })
  const isThere = (sha256: string) => existsSync(pathOfStored(dataDir, sha256))
  const account = await db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'congdan')
    .executeTakeFirstOrThrow()
  const version = await db.selectFrom('procedure_version').select(['id', 'code']).executeTakeFirstOrThrow()
  /** A draft with these files. */
  const aDraft = async (...files: string[]) => {
    const id = newId(NOW)
    const times = { created_at: NOW, saved_at: NOW, expires_at: DAYS(30) }
    await db
      .insertInto('draft')
      .values({
        ...times,
        id,
        account_id: account.id,
        procedure_code: version.code,
        procedure_version_id: version.id,
        filed_how: 'alone',
      })
      .execute()
    for (const file_sha256 of files)
      await db
        .insertInto('draft_attachment')
        .values({
          id: newId(NOW),
          draft_id: id,
          document_key: 'x',
          file_name: 'x.pdf',
          media_type: 'application/pdf',
          size_bytes: 1,
          added_at: NOW,
          file_sha256,
        })
        .execute()
    return id
  }
  return { db, house, keep, isThere, aDraft, dataDir }
}

test('the files of a draft that was thrown away go with their pages to read; what another draft or paper uses stays', async (t) => {
  const { db, house, keep, isThere, aDraft } = await aHouse(t)
  const [alone, both, photo] = [await keep(aPdf(['Rieng'])), await keep(aPdf(['Chung'])), await keep(aHeic())]
  const thrown = await aDraft(alone.sha256, both.sha256, photo.sha256)
  await aDraft(both.sha256)
  await removeUnnamed(db, house, DAYS(3))
  assert.ok(
    [alone, both, photo].every(({ sha256 }) => isThere(sha256)),
    'while the draft is there',
  )
  await db.deleteFrom('draft').where('id', '=', thrown).execute()
  await removeUnnamed(db, house, new Date(NOW.getTime() + 3_600_000))
  assert.ok(isThere(alone.sha256), 'on the day they came they stay')
  await removeUnnamed(db, house, DAYS(3))
  await removeUnnamed(db, house, DAYS(3))
  assert.deepEqual(
    [alone, both, photo].map(({ sha256 }) => isThere(sha256)),
    [false, true, false],
  )
  assert.ok(!isThere(photo.readable.sha256), 'the picture’s page to read is gone too')
  assert.equal(await findLook(db, alone.sha256), undefined)
})

test('bytes that come again while they are removed are there afterwards, whichever was first', async (t) => {
  const { db, house, keep, isThere, dataDir } = await aHouse(t)
  const { sha256 } = await keep(aPdf(['Lai']))
  const path = pathOfStored(dataDir, sha256)
  let coming: Promise<unknown> | undefined
  await db.transaction().execute(async (within) => {
    assert.equal(await forgetFile(within, sha256, DAYS(2)), true)
    // The upload of the same bytes waits for the row that is being removed.
    coming = keep(aPdf(['Lai']), DAYS(3))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await rm(path)
  })
  await coming
  assert.ok(isThere(sha256))
  assert.deepEqual(new Uint8Array(readFileSync(path)), aPdf(['Lai']))
  await removeUnnamed(db, house, DAYS(3))
  assert.ok(isThere(sha256), 'what came again is young')
  const again = await storeFile(db, dataDir, asStream(aPdf(['Lai'])), { now: NOW, maxBytes: 1e6 })
  const { rows } = await sql<{
    at: Date
  }>`select stored_at as at from stored_file where sha256 = ${again.sha256}`.execute(db)
  assert.equal(rows[0]!.at.getTime(), DAYS(3).getTime(), 'a slow clock makes nothing older')
})

test('a removal that was killed between the file and its row is finished by the next one, and the same bytes can come again', async (t) => {
  const { db, house, keep, isThere, dataDir } = await aHouse(t)
  const { sha256 } = await keep(aPdf(['Dut']))
  await db
    .transaction()
    .execute(async (within) => {
      await forgetFile(within, sha256, DAYS(2))
      await rm(pathOfStored(dataDir, sha256))
      throw new Error('killed')
    })
    .catch(() => undefined)
  assert.ok(await findLook(db, sha256))
  await removeUnnamed(db, house, DAYS(3))
  assert.equal(await findLook(db, sha256), undefined)
  await keep(aPdf(['Dut']), DAYS(4))
  assert.ok(isThere(sha256))
})

test('every column that names kept bytes is guarded by a foreign key, so that nothing in use can be removed', async (t) => {
  const { db } = await aHouse(t)
  const { rows } = await sql<{ name: string }>`
    select c.table_name || '.' || c.column_name as name from information_schema.columns c
    where c.table_schema = 'public' and c.column_name ~ 'sha256$' and not exists (
      select 1 from information_schema.key_column_usage u join information_schema.referential_constraints r using (constraint_name)
      where u.table_name = c.table_name and u.column_name = c.column_name)
    order by 1`.execute(db)
  // A card batch names its own data, an approval what was approved (a revision of a paper, which is named there), a key its public part.
  const others = ['card_batch.sha256', 'prepared_key.spki_sha256', 'result_approval.file_sha256', 'stored_file.sha256']
  assert.deepEqual(
    rows.map(({ name }) => name),
    others,
  )
})
