import assert from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { completeSignature, sealPaper, signPaper } from './index.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, aSigningHouse, callOf, clerk, givePostAndSeal, leader, NOW, PIN } from './testing.ts'

after(stopSetters)

async function aSignedDecision(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const paper = await aDecision(h)
  await signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  const now = async () => (await findPaper(h.db, { id: paper.id }))!
  const path = (sha256: string) => `${h.house.dataDir}/files/${sha256.slice(0, 2)}/${sha256}`
  const complete = async () => {
    const job = (await listSignatureJobs(h.db, paper.id)).find((each) => each.state === 'waiting')!
    await completeSignature(callOf(h.db, leader), h.house, job.id)
    return (await listSignatureJobs(h.db, paper.id)).find((each) => each.id === job.id)!
  }
  return { h, paper, now, path, complete }
}

test('a paper whose file was altered on the disk between signing and completion is found, waits and says why; put back it is completed', async (t) => {
  const { h, now, path, complete } = await aSignedDecision(t)
  const { fileSha256 } = await now()
  const file = path(fileSha256)
  const good = readFileSync(file)
  chmodSync(file, 0o600)
  // Everywhere it may be altered: within the words, in the room of the signature, at the end.
  const alterations = [
    good.length - 3,
    good.indexOf('/Contents <') + 40,
    good.indexOf('obj') + 30,
    Math.floor(good.length / 2),
  ]
  for (const at of alterations) {
    const altered = Buffer.from(good)
    altered[at] = altered[at]! ^ 1
    writeFileSync(file, altered)
    const job = await complete()
    assert.equal(job.state, 'waiting', `altered at ${at}`)
    assert.equal((await now()).fileSha256, fileSha256)
  }
  writeFileSync(file, good)
  assert.equal((await complete()).state, 'complete')
  const done = readFileSync(path((await now()).fileSha256))
  const report = await verifyPdf(bytesSource(done), { anchors: h.anchors, now: NOW })
  assert.equal(report.verdict, 'VALID')
})

test('leader and seal: each completion keeps both signatures good, and the file is the earlier one with more behind it', async (t) => {
  const { h, paper, now, path, complete } = await aSignedDecision(t)
  assert.equal((await complete()).state, 'complete')
  await sealPaper(callOf(h.db, clerk), h.house, {
    ...{ paperId: paper.id, key: 'dau', secret: PIN, numbering: { series: 'QĐ', symbol: 'QĐ-UBND' } },
  })
  const sealed = readFileSync(path((await now()).fileSha256))
  assert.equal((await complete()).state, 'complete')
  const done = readFileSync(path((await now()).fileSha256))
  assert.ok(done.length > sealed.length)
  const report = await verifyPdf(bytesSource(done), { anchors: h.anchors, now: NOW })
  assert.deepEqual(
    report.signatures.map((each) => [each.verdict, each.level]),
    [
      ['VALID', 'B-LT'],
      ['VALID', 'B-LT'],
    ],
  )
})
