import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openAuthority } from '#server/certificates/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { verifyPdf } from '#server/signatures/index.ts'
import { completeSignature, renewArchiveTimestamps, signPaper, validationOfAuthority } from './index.ts'
import { storedSource } from './paper-file.ts'
import { listSignatureJobs } from './request-queries.ts'
import {
  aDecision,
  aSigningHouse,
  callOf,
  givePostAndSeal,
  leader,
  loadDecision,
  PIN,
  type TestHouse,
} from './testing.ts'

after(stopSetters)
const DAY = 86_400_000
const system = { ...leader, kind: 'system' as const }
const run = (h: TestHouse) => renewArchiveTimestamps(callOf(h.db, system, h.clock.now), h.house)
const weakens = async (h: TestHouse, paperId: string) =>
  (await listSignatureJobs(h.db, paperId)).map((job) => job.weakensAt!.getTime())

async function aSigned(h: TestHouse) {
  const paper = await aDecision(h, 'mot-chu-ky')
  await signPaper(callOf(h.db, leader, h.clock.now), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  for (const job of await listSignatureJobs(h.db, paper.id))
    await completeSignature(callOf(h.db, system, h.clock.now), h.house, job.id)
  return paper
}

test('gia hạn dấu thời gian lưu trữ: đúng nửa năm trước khi yếu đi, mỗi lần một dấu, giấy vẫn hợp lệ; nơi cấp vắng thì đợi', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  await loadDecision(h.db, 'mot-chu-ky', false)
  const paper = await aSigned(h)
  const revision = async () => (await findPaper(h.db, paper))!.revision
  const [until] = await weakens(h, paper.id)
  const start = await revision()

  h.clock.now = new Date(until! - 184 * DAY)
  assert.deepEqual(await run(h), { done: 0, failed: 0 }, 'a day too early nothing is done')
  assert.equal(await revision(), start)

  h.clock.now = new Date(until! - 182 * DAY)
  const { stamp } = h.house.validation
  h.house.validation.stamp = () => Promise.reject(new Error('tsa.example answers 503'))
  assert.deepEqual(await run(h), { done: 0, failed: 1 })
  assert.equal(await revision(), start, 'away: the paper stays as it is')
  h.house.validation.stamp = stamp

  const two = await Promise.all([run(h), run(h)])
  assert.ok(two.every((each) => each.failed === 0))
  assert.equal(await revision(), start + 1, 'two at once renew once')
  assert.deepEqual(await weakens(h, paper.id), [until], 'the authority stamps with the same certificate still')
  assert.deepEqual(await run(h), { done: 0, failed: 0 }, 'so the next night lays nothing more on it')
  assert.equal(await revision(), start + 1)

  const verify = async () => {
    const source = await storedSource(h.house.dataDir, (await findPaper(h.db, paper))!.fileSha256)
    return verifyPdf(source, { anchors: h.anchors, now: h.clock.now }).finally(() => source.close())
  }
  const archives = async () => {
    const { verdict, signatures } = await verify()
    return [verdict, signatures.filter((each) => each.kind === 'timestamp').length]
  }
  assert.deepEqual(await archives(), ['VALID', 1])

  // Another authority stamps now, with a certificate for ten more years: now, and only now, a newer timestamp is worth something.
  const newer = await openAuthority({ dataDir: `${h.house.dataDir}/newer`, address: 'http://tsa', at: h.clock.now })
  const nobody = { standingOf: async () => ({ status: 'unknown' as const }), listRevoked: async () => [] }
  const outside = validationOfAuthority(newer, nobody, () => h.clock.now)
  const { revocationOf } = h.house.validation
  const ofNewer = new Set(Object.values(newer.keys).map((key) => key.certificate.fingerprint))
  h.house.validation.stamp = outside.stamp
  h.house.validation.revocationOf = (certificate, issuer) =>
    (ofNewer.has(issuer.fingerprint) ? outside.revocationOf : revocationOf)(certificate, issuer)
  h.house.validation.issuers = async () => [newer.keys.root.certificate]
  h.anchors.push(newer.keys.root.certificate)
  assert.deepEqual(await run(h), { done: 1, failed: 0 })
  assert.deepEqual(await archives(), ['VALID', 2])
  assert.ok((await weakens(h, paper.id))[0]! > until!, 'it holds longer')
  assert.deepEqual(await run(h), { done: 0, failed: 0 })
  h.clock.now = new Date(until! + 400 * DAY)
  assert.deepEqual(await archives(), ['VALID', 2], 'the certificates of the first timestamps have ended')
})
