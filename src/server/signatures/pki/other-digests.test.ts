import assert from 'node:assert/strict'
import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto'
import { test } from 'node:test'
import { signPdf, withValidationData } from '../pdf/sign.ts'
import { bytesSource } from '../pdf/source.ts'
import { joined } from '../pdf/write.ts'
import { aPaper, aTrust } from '../verify/testing.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import type { IssuingKey } from './certificate-build.ts'
import { buildChain } from './chain.ts'
import { readDer, sequenceOf } from './der.ts'
import { bitString, sequence } from './der-write.ts'
import { type DigestName, digestOf } from './digests.ts'
import { writeName } from './names.ts'
import { AUTHORITY, aKey, aParty, NOW } from './testing.ts'
import { verifySignature } from './verify-signature.ts'

/** Node's own name of a digest. */
const nodeName = (digest: DigestName) =>
  digest.toLowerCase().replace(/^sha-(\d+)(?:\/(\d+))?$/, (_, a, b) => (b ? `sha${a}-${b}` : `sha${a}`))
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ODD = generateKeyPairSync('rsa', { modulusLength: 2049 })
const EC = Object.fromEntries(
  (['P-256', 'P-384', 'P-521'] as const).map((namedCurve) => [namedCurve, generateKeyPairSync('ec', { namedCurve })]),
)
const ED448 = generateKeyPairSync('ed448')
const ED25519 = generateKeyPairSync('ed25519')
const DATA = Buffer.from('Quyết định số 01/QĐ-UBND')
const spkiOf = (key: KeyObject) => new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }))

/** OpenSSL, behind node:crypto, signs: another hand than the one that checks. */
function signed(key: KeyObject, algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
  if (algorithm.kind === 'rsa-pss') {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    return signWith(nodeName(algorithm.digest), data, { key, padding, saltLength: algorithm.saltLength })
  }
  return signWith('digest' in algorithm ? nodeName(algorithm.digest) : null, data, key)
}

const DIGESTS = ['SHA-224', 'SHA3-224', 'SHA3-256', 'SHA3-384', 'SHA3-512'] as const
const cases: [string, KeyObject, SignatureAlgorithm][] = [
  ...DIGESTS.flatMap((digest): [string, KeyObject, SignatureAlgorithm][] => [
    [`RSA PKCS#1 v1.5 with ${digest}`, RSA.privateKey, { kind: 'rsa-pkcs1', digest }],
    [`RSA-PSS with ${digest}`, RSA.privateKey, { kind: 'rsa-pss', digest, maskDigest: digest, saltLength: 20 }],
    ...Object.entries(EC).map(([curve, { privateKey }]): [string, KeyObject, SignatureAlgorithm] => [
      `ECDSA ${curve} with ${digest}`,
      privateKey,
      { kind: 'ecdsa', digest },
    ]),
  ]),
  [
    'RSA-PSS of 2049 bits',
    ODD.privateKey,
    { kind: 'rsa-pss', digest: 'SHA3-256', maskDigest: 'SHA3-256', saltLength: 32 },
  ],
  ['Ed25519', ED25519.privateKey, { kind: 'ed25519' }],
  ['Ed448', ED448.privateKey, { kind: 'ed448' }],
]

test('RSA and ECDSA with SHA-3 and SHA-224, Ed25519 and Ed448: a right value is good, one bit elsewhere is bad', async () => {
  for (const [what, key, algorithm] of cases) {
    const of = { algorithm, spki: spkiOf(key), data: DATA, signature: signed(key, algorithm, DATA) }
    assert.equal(await verifySignature(of), 'good', what)
    assert.equal(await verifySignature({ ...of, data: Buffer.from('khác') }), 'bad', what)
    for (const at of [2, of.signature.length - 3]) {
      const signature = of.signature.slice()
      signature[at]! ^= 4
      assert.equal(await verifySignature({ ...of, signature }), 'bad', `${what}, octet ${at}`)
    }
    assert.equal(await verifySignature({ ...of, signature: of.signature.slice(1) }), 'bad', what)
    assert.equal(await verifySignature({ ...of, signature: new Uint8Array(of.signature.length) }), 'bad', what)
  }
})

test('RSA-PSS whose mask has another digest is judged; a salt of another length is bad', async () => {
  const algorithm = { kind: 'rsa-pss', digest: 'SHA-256', maskDigest: 'SHA-1', saltLength: 32 } as const
  const key = generateKeyPairSync('rsa-pss', {
    modulusLength: 2048,
    hashAlgorithm: 'sha256',
    mgf1HashAlgorithm: 'sha1',
  })
  const signature = signWith('sha256', DATA, { key: key.privateKey, saltLength: 32 })
  const of = { algorithm, spki: spkiOf(key.privateKey), data: DATA, signature }
  assert.equal(await verifySignature(of), 'good')
  assert.equal(await verifySignature({ ...of, algorithm: { ...algorithm, saltLength: 20 } }), 'bad')
  assert.equal(await verifySignature({ ...of, algorithm: { ...algorithm, maskDigest: 'SHA-256' } }), 'bad')
})

test('a value that only looks like PKCS#1 v1.5 (garbage behind the digest) is bad', async () => {
  const algorithm = { kind: 'rsa-pkcs1', digest: 'SHA3-256' } as const
  // With exponent 3 the cube root of a shortened encoding would pass a lax reader (Bleichenbacher, 2006).
  const weak = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
  const info = signWith('sha3-256', DATA, weak.privateKey)
  const of = { algorithm, spki: spkiOf(weak.privateKey), data: DATA }
  assert.equal(await verifySignature({ ...of, signature: info }), 'good')
  const prefix = Buffer.from('0001ff003031300d060960864801650304020805000420', 'hex')
  const target = BigInt(
    `0x${Buffer.concat([prefix, digestOf('SHA3-256', DATA), Buffer.alloc(256 - prefix.length - 32, 255)]).toString('hex')}`,
  )
  let [low, high] = [0n, 1n << 700n]
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** 3n <= target) low = middle
    else high = middle - 1n
  }
  const forged = Buffer.from(low.toString(16).padStart(512, '0'), 'hex')
  assert.equal(await verifySignature({ ...of, signature: forged }), 'bad')
})

const partyOf = (name: string, key: KeyObject, algorithm: SignatureAlgorithm): IssuingKey => ({
  ...{ name: writeName([['commonName', name]]), spki: spkiOf(key), algorithm },
  sign: async (data) => signed(key, algorithm, data),
})

for (const [what, key, algorithm, digest] of [
  ['RSA with SHA3-256', RSA.privateKey, { kind: 'rsa-pkcs1', digest: 'SHA3-256' }, 'SHA3-256'],
  [
    'RSA-PSS with SHA3-512',
    RSA.privateKey,
    { kind: 'rsa-pss', digest: 'SHA3-512', maskDigest: 'SHA3-512', saltLength: 64 },
    'SHA3-512',
  ],
  ['ECDSA with SHA3-384', EC['P-384']!.privateKey, { kind: 'ecdsa', digest: 'SHA3-384' }, 'SHA3-384'],
  ['Ed25519', ED25519.privateKey, { kind: 'ed25519' }, 'SHA-512'],
  ['Ed448', ED448.privateKey, { kind: 'ed448' }, 'SHAKE256'],
] as [string, KeyObject, SignatureAlgorithm, DigestName][])
  test(`a paper signed by ${what} is VALID, and INVALID with one letter changed`, async () => {
    const trust = await aTrust()
    const leader = await aParty(partyOf('Nguyễn Văn A', key, algorithm), trust.issuing)
    const signer = { certificate: leader.certificate, chain: [], algorithm, digest, sign: leader.sign }
    const { increment } = await signPdf({ source: bytesSource(aPaper()), signer, field: 'ky', at: NOW })
    const plain = await trust.stamped(joined([aPaper(), increment]))
    const data = await trust.evidence()
    data.ocsps.push(await trust.answer(leader, trust.issuing, { status: 'good' }, NOW))
    const whole = joined([plain, await withValidationData(bytesSource(plain), 'ky', data)])
    const report = await trust.verify(whole)
    assert.deepEqual([report.verdict, report.signatures[0]?.code], ['VALID', 'valid'])
    const other = whole.slice()
    other[Buffer.from(whole).indexOf('Quyet')]! ^= 1
    assert.equal((await trust.verify(other)).verdict, 'INVALID')
  })

test('a certificate that its authority signed with SHA-3 builds a path to the root', async () => {
  const root = await aParty(await aKey('Gốc'), undefined, AUTHORITY)
  const algorithm = { kind: 'rsa-pkcs1', digest: 'SHA3-512' } as const
  const issuing = await aParty(partyOf('Nơi cấp', RSA.privateKey, algorithm), root, AUTHORITY)
  const leaf = await aParty(await aKey('A'), issuing)
  const built = await buildChain(leaf.certificate, {
    pool: [issuing.certificate],
    anchors: [root.certificate],
    at: NOW,
  })
  assert.deepEqual([built.faults, built.weaknesses], [[], []])
})

test('what is not judged is said to be unsupported: another curve, MD5, an unknown algorithm', async () => {
  const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
  const ecdsa = { kind: 'ecdsa', digest: 'SHA3-256' } as const
  const of = {
    data: DATA,
    signature: signed(k1.privateKey, ecdsa, DATA),
    spki: spkiOf(k1.privateKey),
    algorithm: ecdsa,
  }
  assert.equal(await verifySignature(of), 'unsupported')
  const md5 = { kind: 'rsa-pkcs1', digest: 'MD5' } as const
  assert.equal(await verifySignature({ ...of, spki: spkiOf(RSA.privateKey), algorithm: md5 }), 'unsupported')
  // A point that is not on the curve is no key.
  const spki = sequenceOf(readDer(spkiOf(EC['P-256']!.privateKey)))
  const wrong = sequence(spki[0]!.bytes, bitString(Uint8Array.from({ length: 65 }, (_, at) => (at === 0 ? 4 : 7))))
  const value = signed(EC['P-256']!.privateKey, ecdsa, DATA)
  assert.equal(await verifySignature({ ...of, spki: wrong, signature: value }), 'bad')
})
