import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FormatFault } from '../format-fault.ts'
import { buildCrl, buildOcspResponse, buildTimestampToken, timestampGranted } from './answers-build.ts'
import { readCertificates } from './certificate-files.ts'
import { parseCertificate } from './certificate.ts'
import { checkSigner } from './cms-check.ts'
import { adobeRevocationOf, claimedTimeOf, parseSignedData, timestampsOf } from './cms.ts'
import { parseCrl } from './crl.ts'
import { childrenOf, concat, fromHex, readDer } from './der.ts'
import { digestOf } from './digests.ts'
import { PURPOSE } from './extensions.ts'
import { ocspRequest, parseOcspRequest, parseOcspResponse, writeCertificateId } from './ocsp.ts'
import { revocationOf } from './revocation.ts'
import { aHierarchy, NOW, aKey, aParty } from './testing.ts'
import {
  checkTimestamp,
  parseTimestampRequest,
  parseTimestampResponse,
  parseTimestampToken,
  timestampRequest,
} from './timestamp.ts'

const { issuing, signer } = await aHierarchy()
const stamping = await aParty(await aKey('T'), issuing, {
  extendedKeyUsage: { purposes: [PURPOSE.timeStamping], critical: true },
})
const imprint = digestOf('SHA-256', Uint8Array.of(1))
const token = await buildTimestampToken(
  { digest: 'SHA-256', imprint, policy: '1.2.3', serial: '01', time: NOW, accuracySeconds: 1 },
  {
    certificate: stamping.certificate,
    chain: [issuing.certificate],
    algorithm: stamping.algorithm,
    sign: stamping.sign,
  },
)
const answers = [
  { id: writeCertificateId(issuing.certificate, signer.certificate.serial), standing: { status: 'good' as const } },
]
const answer = await buildOcspResponse({ answers, at: NOW, nextUpdate: NOW, certificates: [] }, issuing)
const list = await buildCrl(
  {
    entries: [{ serial: signer.certificate.serial, at: NOW, reason: 'keyCompromise' }],
    ...{ number: 1, at: NOW, nextUpdate: NOW, authorityKeyId: fromHex(issuing.certificate.subjectKeyId!) },
  },
  issuing,
)
const nonce = Uint8Array.of(1, 2, 3)
const ask = { certificate: signer.certificate, issuer: issuing.certificate }

const SAMPLES: Record<string, [good: Uint8Array, read: (bytes: Uint8Array) => unknown]> = {
  certificate: [signer.certificate.der, parseCertificate],
  'file of certificates': [token, readCertificates],
  'answer of OCSP': [answer, parseOcspResponse],
  'request of OCSP': [ocspRequest({ ...ask, nonce }), parseOcspRequest],
  'revocation list': [list, (bytes) => parseCrl(bytes).find('01')],
  'request for a timestamp': [timestampRequest({ digest: 'SHA-256', imprint, nonce }), parseTimestampRequest],
  'answer with a timestamp': [timestampGranted(token), parseTimestampResponse],
  revocation: [answer, (bytes) => revocationOf(ask.certificate, ask.issuer, { ocsps: [bytes], crls: [bytes] }, NOW)],
  'signed data': [
    token,
    async (bytes) => {
      const data = parseSignedData(bytes)
      for (const one of data.signers) {
        adobeRevocationOf(one)
        claimedTimeOf(one)
        timestampsOf(one)
        await checkSigner(data, one, { kind: 'embedded' })
      }
    },
  ],
  'timestamp token': [token, (bytes) => checkTimestamp(parseTimestampToken(bytes), () => imprint)],
}

/** Changes, cuts, doublings and insertions of octets at random places. */
const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'cut', 'double', 'drop'),
    at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
    octet: fc.integer({ min: 0, max: 255 }),
  }),
  { minLength: 1, maxLength: 6 },
)
function mutated(bytes: Uint8Array, changes: { kind: string; at: number; octet: number }[]): Uint8Array {
  let now = bytes.slice()
  for (const { kind, at, octet } of changes) {
    const place = Math.floor(at * now.length)
    if (kind === 'set' && now.length > 0) now[place] = octet
    else if (kind === 'cut') now = now.slice(0, place)
    else if (kind === 'double') now = concat([now.subarray(0, place), now.subarray(Math.max(0, place - octet))])
    else now = concat([now.subarray(0, place), now.subarray(place + 1)])
  }
  return now
}

for (const [name, [good, read]] of Object.entries(SAMPLES))
  test(`a damaged or hostile ${name} is read, or refused as such, and breaks nothing`, async () => {
    await read(good)
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        try {
          await read(mutated(good, changes))
        } catch (error) {
          assert.ok(error instanceof FormatFault, `${error instanceof Error ? error.stack : String(error)}`)
        }
      }),
      { numRuns: 400 },
    )
  })

test('nesting without end is refused, of known length and of unknown', () => {
  const nest = (value: Uint8Array, times: number): Uint8Array =>
    times === 0 ? value : nest(concat([Uint8Array.of(0x30, 0x80), value, Uint8Array.of(0, 0)]), times - 1)
  assert.throws(() => readDer(nest(new Uint8Array(), 3000)), { code: 'asn1.too-deep' })
  assert.throws(() => readDer(new Uint8Array(100_000).fill(0x30)), FormatFault)
  assert.throws(() => readDer(Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff)), { code: 'asn1.truncated' })
})

test('indefinite lengths of BER are followed: the value is the same', () => {
  const value = readDer(Uint8Array.of(0x30, 0x80, 0x02, 0x01, 0x05, 0x24, 0x80, 0x04, 0x01, 0x07, 0, 0, 0, 0))
  assert.deepEqual(
    childrenOf(value).map((each) => each.tag),
    [2, 4],
  )
})

test('a list of 100,000 entries is searched without reading every entry', async () => {
  const entries = Array.from({ length: 100_000 }, (_, at) => ({
    serial: (at + 65_536).toString(16).padStart(6, '0'),
    at: NOW,
    reason: 'superseded' as const,
  }))
  const der = await buildCrl(
    { entries, number: 1, at: NOW, nextUpdate: NOW, authorityKeyId: Uint8Array.of(1) },
    issuing,
  )
  const crl = parseCrl(der)
  assert.equal(crl.count(), 100_000)
  assert.equal(crl.find(entries.at(-1)!.serial)?.reason, 'superseded')
  assert.equal(crl.find('ffffff'), undefined)
})
