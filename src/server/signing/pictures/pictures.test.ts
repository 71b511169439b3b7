import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { aDecision, aSigningHouse, callOf, clerk, givePostAndSeal, leader, NOW, PIN } from '../testing.ts'
import {
  completeSignature,
  keepPicture,
  readPicture,
  removePicture,
  sealPaper,
  signPaper,
  viewPictures,
} from '../index.ts'
import { storedSource } from '../paper-file.ts'
import { listSignatureJobs } from '../request-queries.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { decidePicture } from './keep-picture.ts'
import { setSeal, setSignature } from './pictures.ts'
import { aPng } from './testing.ts'

after(stopSetters)
const notAllowed = { code: 'signing.picture-not-allowed' }
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

test('a picture is taken only as a PNG that one sees through, of the right size, whole; nothing but the picture is kept', () => {
  const kept = decidePicture('signature', aPng(400, 160, { note: 'Nguyen Van A, phone 0912345678' }))
  assert.deepEqual([kept.width, kept.height], [400, 160])
  assert.ok(!kept.bytes.includes('0912345678'))
  assert.throws(() => decidePicture('signature', aPng(400, 160, { isOpaque: true })), notAllowed)
  assert.throws(() => decidePicture('signature', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), notAllowed)
  assert.throws(() => decidePicture('signature', Buffer.alloc(600_000)), notAllowed)
  const damaged = aPng(400, 160)
  damaged[damaged.length - 20]! ^= 0xff
  assert.throws(() => decidePicture('signature', damaged), notAllowed)
  assert.throws(() => decidePicture('signature', aPng(400, 160).subarray(0, -12)), notAllowed)
  assert.throws(() => decidePicture('signature', aPng(120, 50)), { code: 'signing.signature-picture-size' })
  assert.throws(() => decidePicture('seal', aPng(600, 300)), { code: 'signing.seal-picture-size' })
  assert.throws(() => decidePicture('seal', aPng(200, 200)), { code: 'signing.seal-picture-size' })
})

test('each keeps his own signature, the records clerk the seal; by dates, until it is removed', async (t) => {
  const h = await aSigningHouse(t)
  const asLeader = callOf(h.db, { ...leader, organisationId: 'xa-liem-phong' })
  const asClerk = callOf(h.db, { ...clerk, organisationId: 'xa-liem-phong' })
  await assert.rejects(keepPicture(asLeader, 'seal', aPng(400, 400)), { code: 'signing.no-right-to-picture' })
  await assert.rejects(keepPicture(asClerk, 'signature', aPng(400, 160)), { code: 'signing.no-right-to-picture' })
  assert.equal(await viewPictures(asClerk, 'signature'), null)

  const first = await keepPicture(asLeader, 'signature', aPng(400, 160))
  const second = await keepPicture({ ...asLeader, now: later(5) }, 'signature', aPng(420, 160))
  const seen = (await viewPictures(asLeader, 'signature'))!
  assert.equal(seen.current, second)
  assert.deepEqual(
    seen.all.map((each) => [each.id, each.validFrom, each.validTo]),
    [
      [second, later(5), null],
      [first, NOW, later(5)],
    ],
  )
  await assert.rejects(readPicture(asClerk, second), { code: 'signing.no-picture' })
  assert.equal((await readPicture(asLeader, first)).mediaType, 'image/png')
  await removePicture({ ...asLeader, now: later(9) }, 'signature')
  await assert.rejects(removePicture(asLeader, 'signature'), { code: 'signing.no-picture' })
  assert.equal((await viewPictures(asLeader, 'signature'))!.current, null)
})

test('two pictures that come at once are both kept, one of them in use', async (t) => {
  const h = await aSigningHouse(t)
  const call = callOf(h.db, { ...leader, organisationId: 'xa-liem-phong' })
  await Promise.all([400, 410].map((width) => keepPicture({ ...call }, 'signature', aPng(width, 160))))
  const seen = (await viewPictures(call, 'signature'))!
  assert.equal(seen.all.length, 2)
  assert.equal(seen.all.filter((each) => each.validTo === null).length, 1)
})

test('the pictures kept are what a paper shows, in place of the drawn ones', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const asLeader = callOf(h.db, { ...leader, organisationId: 'xa-liem-phong' })
  const asClerk = callOf(h.db, { ...clerk, organisationId: 'xa-liem-phong' })
  const real = { ...h.house, isDemonstration: false }
  const rect = [100, 100, 300, 190] as const
  const ofLeader = { accountId: leader.id, name: leader.name, rect, isDemonstration: false }
  const ofUnit = { organisationId: 'xa-liem-phong', name: 'Ủy ban nhân dân xã Liêm Phong', isDemonstration: false }
  assert.equal(await setSignature(h.db, ofLeader, NOW), undefined)
  assert.equal(await setSeal(h.db, ofUnit, NOW), undefined)
  await keepPicture(asLeader, 'signature', aPng(400, 160))
  await keepPicture(asClerk, 'seal', aPng(400, 400, { ink: [215, 38, 30] }))
  assert.ok(await setSignature(h.db, ofLeader, NOW))
  assert.ok(await setSeal(h.db, ofUnit, NOW))

  const paper = await aDecision(h)
  const complete = async () => {
    for (const job of await listSignatureJobs(h.db, paper.id)) await completeSignature(asLeader, real, job.id)
  }
  await signPaper(asLeader, real, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  await complete()
  const sealed = await sealPaper(asClerk, real, { paperId: paper.id, key: 'dau', secret: PIN })
  const source = await storedSource(h.house.dataDir, sealed.fileSha256)
  t.after(source.close)
  const bytes = Buffer.from(await source.read(0, source.size))
  if (process.env.KEEP_PAPERS) await writeFile(`${process.env.KEEP_PAPERS}/pictures.pdf`, bytes)
  // Two images with their masks of transparency came with the two signatures; the drawn ones are lines.
  assert.equal(bytes.toString('latin1').split('/SMask').length - 1, 2)
})
