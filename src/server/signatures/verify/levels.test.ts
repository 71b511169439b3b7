import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EC, NOW, PKCS1, PSS } from '../pki/testing.ts'
import { parseCertificate } from '../pki/certificate.ts'
import { importPage } from '../pdf/update.ts'
import { aPaper, aReservedPaper, aTrust, later, revised } from './testing.ts'

const picture = aPaper(['So 12'])
for (const [words, algorithm] of [
  ['RSA PKCS#1', PKCS1],
  ['RSA-PSS', PSS],
  ['ECDSA', EC],
] as const)
  for (const form of ['table', 'stream'] as const)
    test(`a paper signed with ${words} in a file of the ${form} form is VALID at B-LT and B-LTA, and UNKNOWN without revocation data`, async () => {
      const trust = await aTrust(algorithm)
      const paper = await aReservedPaper(undefined, form)
      const signed = await trust.sign(paper)
      const bare = (await trust.verify(signed)).signatures[0]!
      assert.deepEqual([bare.verdict, bare.code, bare.level], ['UNKNOWN', 'no-revocation-data', 'B-B'])
      const { certificates, ...data } = await trust.evidence()
      const extra = { ...data, certificates: certificates.map(parseCertificate) }
      assert.equal((await trust.verify(signed, { extra })).verdict, 'VALID')
      const stamped = await trust.stamped(signed)
      const withTime = (await trust.verify(stamped, { extra })).signatures[0]!
      assert.deepEqual([withTime.verdict, withTime.level], ['VALID', 'B-T'])
      assert.equal((await trust.verify(stamped)).verdict, 'UNKNOWN')
      const long = await trust.withData(stamped)
      const kept = (await trust.verify(long)).signatures[0]!
      assert.deepEqual([kept.verdict, kept.level, kept.provenAt], ['VALID', 'B-LT', NOW.toISOString()])
      // A month later, when every answer in the file has run out, the paper is what it was.
      assert.equal((await trust.verify(long, { now: later(30 * 24) })).verdict, 'VALID')
      const archived = await trust.verify(await trust.archived(long))
      assert.deepEqual(
        archived.signatures.map(({ verdict, level }) => `${verdict} ${level}`),
        ['VALID B-LTA', 'VALID timestamp'],
      )
    })

test('leader signs, clerk fills number and date and seals: VALID, and what came later is told in words', async () => {
  const trust = await aTrust()
  const leader = await trust.longTerm(await aReservedPaper(), { certify: 2 })
  const fills = [
    { field: 'so', value: '12/QĐ-UBND', picture },
    { field: 'ngay', value: '24/11/2026', picture },
  ]
  const sealed = await trust.sign(leader, trust.clerk, { field: 'dau', fills, picture, lock: true })
  const whole = await trust.withData(await trust.stamped(sealed, 'dau'), 'dau')
  const report = await trust.verify(whole)
  assert.equal(report.verdict, 'VALID', JSON.stringify(report.signatures.map((each) => [each.code, each.later])))
  assert.deepEqual(
    report.signatures.map(({ field, signer }) => `${field}: ${signer}`),
    ['ky: Nguyễn Văn A', 'dau: UBND xã Liêm Phong'],
  )
  assert.ok(report.signatures[0]!.later.some((each) => each.startsWith('Điền ô "so"')))
  assert.ok(report.signatures[0]!.later.some((each) => each.startsWith('Thêm chữ ký ở ô "dau"')))
  assert.equal((await trust.verify(await trust.archived(whole))).verdict, 'VALID')
  // After the seal every field is locked.
  const changed = await revised(whole, async (update) => {
    const { fill } = await import('../pdf/form.ts')
    const { PdfFile } = await import('../pdf/file.ts')
    const { bytesSource } = await import('../pdf/source.ts')
    const page = await importPage(await PdfFile.open(bytesSource(picture)), 0, update)
    await fill(update, 'so', '13/QĐ-UBND', page.ref)
  })
  const after = await trust.verify(changed)
  assert.equal(after.verdict, 'INVALID')
  assert.equal(after.signatures[1]!.code, 'locked-changed')
})

test('the certificate decides: expired, revoked before, revoked after, on hold, unknown root, weak keys', async () => {
  const trust = await aTrust()
  const signed = await trust.sign(await aReservedPaper())
  const stamped = await trust.stamped(signed)
  const codeOf = async (pdf: Uint8Array, options = {}) => {
    const { verdict, signatures } = await trust.verify(pdf, options)
    return `${verdict} ${signatures[0]!.code}`
  }
  const revoked = (hours: number, reason: 'keyCompromise' | 'certificateHold' | 'cessationOfOperation') => ({
    leader: { status: 'revoked' as const, at: later(hours), reason },
  })
  const dataOf = (standings: object) => trust.evidence(later(0.5), standings)
  const held = await trust.withData(stamped, 'ky', await dataOf(revoked(-2, 'certificateHold')))
  const before = await trust.withData(stamped, 'ky', await dataOf(revoked(-2, 'keyCompromise')))
  const after = await trust.withData(stamped, 'ky', await dataOf(revoked(0.4, 'cessationOfOperation')))
  const withoutStamp = await trust.withData(signed, 'ky', await dataOf(revoked(0.4, 'cessationOfOperation')))
  assert.equal(await codeOf(before), 'REVOKED revoked')
  assert.equal(await codeOf(held), 'REVOKED on-hold')
  assert.equal(await codeOf(after), 'VALID valid')
  assert.equal(await codeOf(withoutStamp), 'REVOKED revoked')
  assert.equal(await codeOf(signed, { now: later(24 * 400) }), 'EXPIRED expired')
  assert.equal(await codeOf(await trust.withData(stamped), { anchors: [] }), 'UNKNOWN untrusted')
  const stolen = { stamping: { status: 'revoked' as const, at: later(0.2), reason: 'keyCompromise' as const } }
  // A stamp of a stolen key proves nothing: what is left is the state of today.
  const unproven = (await trust.verify(await trust.withData(stamped, 'ky', await dataOf(stolen)))).signatures[0]!
  assert.deepEqual([unproven.provenAt, unproven.level], [null, 'B-B'])
  const weak = await aTrust({ kind: 'rsa-pkcs1', digest: 'SHA-1' })
  assert.equal((await weak.verify(await weak.longTerm(await aReservedPaper()))).verdict, 'UNKNOWN')
})
