import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTimestampToken, timestampGranted, timestampRefused } from './answers-build.ts'
import { signatureAlgorithmOf, signatureIdentifier } from './algorithms.ts'
import { verifySignature } from './verify-signature.ts'
import { buildSignedData, placeholderSize, type ToSign, withTimestamp } from './cms-build.ts'
import { checkSigner } from './cms-check.ts'
import { CMS, parseSignedData, timestampsOf } from './cms.ts'
import { readDer } from './der.ts'
import { octetString, sequence } from './der-write.ts'
import { type DigestName, digestOf } from './digests.ts'
import { PURPOSE } from './extensions.ts'
import { AUTHORITY, aHierarchy, aKey, aParty, EC, ED, NOW, type Party, PKCS1, PSS } from './testing.ts'
import {
  checkTimestamp,
  parseTimestampRequest,
  parseTimestampResponse,
  parseTimestampToken,
  timestampRequest,
} from './timestamp.ts'

const CONTENT = new TextEncoder().encode('Giấy phép xây dựng số 01/GPXD')
const detached = (bytes: Uint8Array) =>
  ({ kind: 'detached', digest: (name: DigestName) => digestOf(name, bytes) }) as const
const toSign = (signer: Party, more: Partial<ToSign> = {}): ToSign => ({
  ...{ certificate: signer.certificate, chain: [], digest: 'SHA-256', messageDigest: digestOf('SHA-256', CONTENT) },
  ...{ algorithm: signer.algorithm, sign: signer.sign, ...more },
})
async function check(cms: Uint8Array, content: Uint8Array = CONTENT) {
  const data = parseSignedData(cms)
  return checkSigner(data, data.signers[0]!, detached(content))
}

for (const [name, algorithm, shape] of [
  ['RSA PKCS#1 v1.5', PKCS1, {}],
  ['RSA-PSS', PSS, {}],
  ['RSA-PSS with SHA-512', { kind: 'rsa-pss', digest: 'SHA-512', maskDigest: 'SHA-512', saltLength: 64 }, {}],
  ['ECDSA P-256', EC, {}],
  ['ECDSA P-384', { kind: 'ecdsa', digest: 'SHA-384' }, { curve: 'P-384' }],
  ['ECDSA P-521', { kind: 'ecdsa', digest: 'SHA-512' }, { curve: 'P-521' }],
  ['Ed25519', ED, {}],
] as const)
  test(`a signature by ${name} is good over its content and bad over another`, async () => {
    assert.deepEqual(signatureAlgorithmOf(readDer(signatureIdentifier(algorithm))), algorithm)
    const signer = await aParty(await aKey('Nguyễn Văn A', algorithm, shape))
    const digest = 'digest' in algorithm ? algorithm.digest : 'SHA-512'
    const cms = await buildSignedData(toSign(signer, { digest, messageDigest: digestOf(digest, CONTENT) }))
    const good = await check(cms)
    assert.deepEqual([good.status, good.problems, good.namesCertificate], ['good', [], 'v2'])
    assert.equal(good.certificate?.subject.commonName, 'Nguyễn Văn A')
    assert.deepEqual((await check(cms, CONTENT.slice(1))).problems, ['digest-mismatch'])
    const room = placeholderSize({ certificate: signer.certificate, chain: [] })
    assert.ok(cms.length <= room && room < cms.length + 1200, `${cms.length} in ${room}`)
  })

test('a signature value that is changed by one bit is bad; one of an unknown kind is unsupported, never good', async () => {
  const signer = await aParty(await aKey('A', PKCS1))
  const signature = await signer.sign(CONTENT)
  const of = { algorithm: PKCS1, spki: signer.spki, data: CONTENT, signature }
  assert.equal(await verifySignature(of), 'good')
  signature[40]! ^= 1
  assert.equal(await verifySignature(of), 'bad')
  assert.equal(await verifySignature({ ...of, algorithm: { kind: 'unsupported', oid: '1.2.3' } }), 'unsupported')

  assert.equal(await verifySignature({ ...of, algorithm: EC }), 'bad')
})

test('a short RSA key and SHA-1 are read, and named as weak', async () => {
  const weak = await aParty(await aKey('A', { kind: 'rsa-pkcs1', digest: 'SHA-1' }, { bits: 1024 }))
  const cms = await buildSignedData(toSign(weak, { digest: 'SHA-1', messageDigest: digestOf('SHA-1', CONTENT) }))
  const found = await check(cms)
  assert.deepEqual([found.status, found.weaknesses.toSorted()], ['good', ['rsa-short', 'sha-1']])
})

test('another certificate for the same key does not pass: the signed attributes name the one that signed', async () => {
  const key = await aKey('A')
  const [first, second] = [
    await aParty(key, key, { serial: '0102' }),
    await aParty(key, key, { serial: '0102', notAfter: new Date('2090-01-01') }),
  ]
  const cms = await buildSignedData(toSign(first))
  const data = parseSignedData(cms)
  const swapped = { ...data, certificates: [second.certificate] }
  assert.deepEqual((await checkSigner(swapped, data.signers[0]!, detached(CONTENT))).problems, [
    'certificate-not-the-signed-one',
  ])
})

test('a signed attribute that stands twice, or not at all, makes the signature bad', async () => {
  const signer = await aParty(await aKey('A'))
  const data = parseSignedData(await buildSignedData(toSign(signer)))
  const one = data.signers[0]!
  const digest = one.signed.find((each) => each.oid === CMS.messageDigest)!
  const twice = await checkSigner(data, { ...one, signed: [...one.signed, digest] }, detached(CONTENT))
  assert.deepEqual([twice.status, twice.problems], ['bad', ['attribute-twice']])
  const without = await checkSigner(
    data,
    { ...one, signed: one.signed.filter((each) => each !== digest) },
    detached(CONTENT),
  )
  assert.deepEqual([without.status, without.problems], ['bad', ['attribute-missing']])
})

test('content inside a signature that should be detached is refused', async () => {
  const signer = await aParty(await aKey('A'))
  const cms = await buildSignedData(toSign(signer, { embedded: { contentType: CMS.data, content: CONTENT } }))
  assert.deepEqual((await check(cms)).problems, ['content-embedded'])
  const data = parseSignedData(cms)
  assert.equal((await checkSigner(data, data.signers[0]!, { kind: 'embedded' })).status, 'good')
})

async function aTimestampAuthority(more = {}) {
  const root = await aParty(await aKey('Gốc'), undefined, AUTHORITY)
  const extendedKeyUsage = { purposes: [PURPOSE.timeStamping], critical: true }
  return aParty(await aKey('Dấu thời gian'), root, { extendedKeyUsage, ...more })
}
async function aToken(authority: Party, imprint: Uint8Array, time = NOW) {
  const content = { digest: 'SHA-256', imprint, policy: '1.2.3', serial: '07', time, accuracySeconds: 1 } as const
  return buildTimestampToken(content, {
    certificate: authority.certificate,
    chain: [],
    algorithm: authority.algorithm,
    sign: authority.sign,
  })
}

test('a timestamp over the signature value is added without touching what is signed', async () => {
  const [signer, authority] = [await aParty(await aKey('A')), await aTimestampAuthority()]
  const cms = await buildSignedData(toSign(signer))
  const { signature } = parseSignedData(cms).signers[0]!
  const stamped = withTimestamp(cms, await aToken(authority, digestOf('SHA-256', signature)))
  assert.equal((await check(stamped)).status, 'good')
  const [der] = timestampsOf(parseSignedData(stamped).signers[0]!)
  const token = parseTimestampToken(der!)
  const found = await checkTimestamp(token, (name) => digestOf(name, signature))
  assert.deepEqual([found.status, found.problems, found.time, token.accuracy], ['good', [], NOW, 1000])
  assert.ok(stamped.length <= placeholderSize({ certificate: signer.certificate, chain: [], timestamp: true }))
})

test('a token over another imprint, by a certificate for other purposes, or from after its term, is bad', async () => {
  const authority = await aTimestampAuthority()
  const problems = async (party: Party, imprint: Uint8Array, time?: Date) => {
    const token = parseTimestampToken(await aToken(party, imprint, time))
    const found = await checkTimestamp(token, (name) => digestOf(name, CONTENT))
    assert.equal(found.status, found.problems.length === 0 ? 'good' : 'bad')
    return found.problems
  }
  const right = digestOf('SHA-256', CONTENT)
  assert.deepEqual(await problems(authority, right), [])
  assert.deepEqual(await problems(authority, digestOf('SHA-256', right)), ['imprint-mismatch'])
  assert.deepEqual(await problems(await aParty(await aKey('A')), right), ['not-for-timestamps'])
  const both = { extendedKeyUsage: { purposes: [PURPOSE.timeStamping, PURPOSE.clientAuth], critical: true } }
  assert.deepEqual(await problems(await aTimestampAuthority(both), right), ['not-for-timestamps'])
  assert.deepEqual(await problems(authority, right, new Date('2040-01-01')), ['expired'])
})

test('a request comes back as it was sent; a refusal of the authority is said', async () => {
  const asked = { digest: 'SHA-512', imprint: digestOf('SHA-512', CONTENT), nonce: Uint8Array.of(0x91, 2, 3) } as const
  const read = parseTimestampRequest(timestampRequest(asked))
  assert.deepEqual([read.digest, read.imprint, read.wantsCertificates], ['SHA-512', asked.imprint, true])
  const token = await aToken(await aTimestampAuthority(), digestOf('SHA-256', CONTENT))
  assert.deepEqual(parseTimestampResponse(timestampGranted(token)), token)
  assert.throws(() => parseTimestampResponse(timestampRefused(0)), { code: 'timestamp.refused' })
  assert.throws(() => parseTimestampResponse(sequence(octetString(CONTENT))), { code: 'asn1.unexpected' })
})

test('a signer under an authority is found among the certificates by issuer and serial', async () => {
  const { signer, issuing, root } = await aHierarchy()
  const cms = await buildSignedData(toSign(signer, { chain: [issuing.certificate, root.certificate] }))
  const found = await check(cms)
  assert.equal(found.certificate?.fingerprint, signer.certificate.fingerprint)
})
