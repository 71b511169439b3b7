import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { verifyPdf } from '#server/signatures/index.ts'
import { askSignature, completeSignature, renewArchiveTimestamps, sealPaper, signPaper } from './index.ts'
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

export const completeAll = async (h: TestHouse, paperId: string) => {
  for (const job of await listSignatureJobs(h.db, paperId))
    await completeSignature(callOf(h.db, { ...leader, kind: 'system' }, h.clock.now), h.house, job.id)
}
const verify = async (h: TestHouse, sha256: string) => {
  const source = await storedSource(h.house.dataDir, sha256)
  try {
    return await verifyPdf(source, { anchors: h.anchors, now: h.clock.now })
  } finally {
    await source.close()
  }
}

for (const algorithm of ['ecdsa', 'rsa'] as const)
  test(`a decision is signed by its leader, numbered, dated and sealed in one revision, and is valid in the end (${algorithm})`, async (t) => {
    const h = await aSigningHouse(t)
    await migrateJobs(h.pool)
    await givePostAndSeal(h, algorithm)
    const paper = await aDecision(h)
    const asked = { paperId: paper.id, to: { queue: 'xa-liem-phong/leader' } }
    await askSignature(callOf(h.db, leader), { ...asked, key: 'lanh-dao' })
    const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
    const seal = { paperId: paper.id, key: 'dau', secret: PIN, numbering }

    await assert.rejects(sealPaper(callOf(h.db, clerk), h.house, seal), { code: 'signing.not-signed-yet' })
    const signed = await signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
    assert.equal(signed.state, 'signing')
    await assert.rejects(sealPaper(callOf(h.db, clerk), h.house, seal), { code: 'signing.waits-for-timestamp' })
    await completeAll(h, paper.id)
    const once = await verify(h, (await findPaper(h.db, paper))!.fileSha256)
    assert.deepEqual(
      once.signatures.map((each) => [each.verdict, each.level, each.signer, each.code]),
      [['VALID', 'B-LT', leader.name, 'valid']],
    )

    const sealed = await sealPaper(callOf(h.db, clerk), h.house, seal)
    assert.equal(sealed.notation, '01/QĐ-UBND')
    await completeAll(h, paper.id)
    const whole = (await findPaper(h.db, paper))!
    assert.equal(whole.state, 'valid')
    const report = await verify(h, whole.fileSha256)
    assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
    assert.deepEqual(
      report.signatures.map((each) => [each.field, each.level]),
      [
        ['lanh-dao', 'B-LT'],
        ['dau', 'B-LT'],
      ],
    )
    if (process.env.KEEP_PAPERS)
      spawnSync('cp', [
        `${h.house.dataDir}/files/${whole.fileSha256.slice(0, 2)}/${whole.fileSha256}`,
        `${process.env.KEEP_PAPERS}/${algorithm}.pdf`,
      ])

    h.clock.now = new Date(NOW.getTime() + 9.8 * 365 * 86_400_000)
    const later = callOf(h.db, { ...leader, kind: 'system' }, h.clock.now)
    assert.deepEqual(await renewArchiveTimestamps(later, h.house), { done: 1, failed: 0 })
    const archived = await verify(h, (await findPaper(h.db, paper))!.fileSha256)
    assert.equal(archived.verdict, 'VALID', JSON.stringify(archived, null, 1))
    assert.equal(archived.signatures.at(-1)?.kind, 'timestamp')
  })
