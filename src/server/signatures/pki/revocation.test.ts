import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCrl, buildOcspResponse, type Standing } from './answers-build.ts'
import { fromHex } from './der.ts'
import { PURPOSE } from './extensions.ts'
import {
  checkOcsp,
  ocspRequest,
  parseOcspRequest,
  parseOcspResponse,
  type RevocationReason,
  writeCertificateId,
} from './ocsp.ts'
import { revocationOf } from './revocation.ts'
import { aHierarchy, aKey, aParty, NOW, type Party } from './testing.ts'

const { issuing, signer } = await aHierarchy()
const RESPONDER = { extendedKeyUsage: { purposes: [PURPOSE.ocspSigning], critical: false }, ocspNoCheck: true }
const responder = await aParty(await aKey('OCSP'), issuing, { ...RESPONDER, notAfter: new Date('2040-01-01') })
const HOUR = 3600_000
const hours = (count: number) => new Date(NOW.getTime() + count * HOUR)

const ocsp = (standing: Standing, at = NOW, by: Party = responder, of: Party = signer) =>
  buildOcspResponse(
    {
      answers: [{ id: writeCertificateId(issuing.certificate, of.certificate.serial), standing }],
      ...{ at, nextUpdate: new Date(at.getTime() + 12 * HOUR), certificates: [by.certificate.der] },
    },
    by,
  )
type Entry = { at: Date; reason: RevocationReason; invalidSince?: Date }
const crl = (entry?: Entry, at = NOW, by: Party = issuing) =>
  buildCrl(
    {
      entries: entry ? [{ serial: signer.certificate.serial, ...entry }] : [],
      ...{ number: 1, at, nextUpdate: new Date(at.getTime() + 24 * HOUR) },
      authorityKeyId: fromHex(issuing.certificate.subjectKeyId!),
    },
    by,
  )
const judge = async (ocsps: Uint8Array[], crls: Uint8Array[], at = NOW, now = hours(1)) =>
  revocationOf(signer.certificate, issuing.certificate, { ocsps, crls }, at, now)
const said = async (...of: Parameters<typeof judge>) => {
  const found = await judge(...of)
  return found.status === 'unknown'
    ? `unknown: ${found.why.join()}`
    : found.status === 'revoked'
      ? `revoked ${found.reason}`
      : 'good'
}
const revoked = (at: Date, reason: RevocationReason = 'unspecified'): Standing => ({ status: 'revoked', at, reason })

test('the table of revocation: what the evidence says of the proven time of signing', async () => {
  const rows: [name: string, ocsps: Uint8Array[], crls: Uint8Array[], expected: string][] = [
    ['nothing', [], [], 'unknown: no-evidence'],
    ['a good answer', [await ocsp({ status: 'good' })], [], 'good'],
    ['a good answer made after', [await ocsp({ status: 'good' }, hours(1))], [], 'good'],
    ['an answer whose term was over', [await ocsp({ status: 'good' }, hours(-20))], [], 'unknown: stale'],
    ['an answer from the future', [await ocsp({ status: 'good' }, hours(9))], [], 'unknown: from-the-future'],
    ['revoked before', [await ocsp(revoked(hours(-1)))], [], 'revoked unspecified'],
    ['revoked after', [await ocsp(revoked(hours(0.5)), hours(1))], [], 'good'],
    ['key compromised after', [await ocsp(revoked(hours(0.5), 'keyCompromise'), hours(1))], [], 'good'],
    ['suspended', [await ocsp(revoked(hours(-1), 'certificateHold'))], [], 'revoked certificateHold'],
    ['the responder does not know', [await ocsp({ status: 'unknown' })], [], 'unknown: responder-says-unknown'],
    [
      'an answer on somebody else',
      [await ocsp({ status: 'good' }, NOW, responder, issuing)],
      [],
      'unknown: other-certificate',
    ],
    ['an empty list', [], [await crl()], 'good'],
    ['a list that names it', [], [await crl({ at: hours(-2), reason: 'superseded' })], 'revoked superseded'],
    ['a list that names it later', [], [await crl({ at: hours(0.5), reason: 'superseded' }, hours(1))], 'good'],
    [
      'compromised since before, entered after',
      [],
      [await crl({ at: hours(0.5), reason: 'keyCompromise', invalidSince: hours(-3) }, hours(1))],
      'revoked keyCompromise',
    ],
    [
      'a good answer and a list that names it',
      [await ocsp({ status: 'good' })],
      [await crl({ at: hours(-2), reason: 'superseded' })],
      'revoked superseded',
    ],
    ['an old list', [], [await crl(undefined, hours(-30))], 'unknown: stale'],
    [
      'an old list that names it',
      [],
      [await crl({ at: hours(-31), reason: 'superseded' }, hours(-30))],
      'revoked superseded',
    ],
    ['taken off hold', [], [await crl({ at: hours(-2), reason: 'removeFromCRL' })], 'good'],
    ['a damaged answer', [Uint8Array.of(0x30, 3, 1)], [], 'unknown: damaged'],
  ]
  for (const [name, ocsps, crls, expected] of rows) assert.equal(await said(ocsps, crls), expected, name)
})

test('what was revoked after the signing is told, though it does not spoil', async () => {
  const found = await judge([await ocsp(revoked(hours(0.5), 'superseded'), hours(1))], [])
  assert.deepEqual(found.status === 'good' && found.revokedLater, { at: hours(0.5), reason: 'superseded' })
})

test('evidence from after the expiry of the certificate does not make it good', async () => {
  const late = new Date(signer.certificate.notAfter.getTime() + HOUR)
  assert.equal(await said([await ocsp({ status: 'good' }, late)], [], NOW, late), 'unknown: expired-before-evidence')
  assert.equal(await said([], [await crl(undefined, late)], NOW, late), 'unknown: expired-before-evidence')
})

test('an answer or a list signed by a stranger is not believed', async () => {
  const stranger = await aParty({ ...(await aKey('Trung gian')), name: issuing.name })
  assert.equal(await said([await ocsp({ status: 'good' }, NOW, stranger)], []), 'unknown: stranger')
  assert.equal(await said([], [await crl(undefined, NOW, stranger)]), 'unknown: stranger')
  const unappointed = await aParty(await aKey('B'), issuing)
  assert.equal(await said([await ocsp({ status: 'good' }, NOW, unappointed)], []), 'unknown: stranger')
  const elsewhere = await aParty(await aKey('OCSP'), stranger, RESPONDER)
  assert.equal(await said([await ocsp({ status: 'good' }, NOW, elsewhere)], []), 'unknown: stranger')
})

test('an answer signed over SHA-1 is read, and not relied upon', async () => {
  const algorithm = { kind: 'rsa-pkcs1', digest: 'SHA-1' } as const
  const weak = await aParty(await aKey('OCSP', algorithm), issuing, RESPONDER)
  assert.equal(await said([await ocsp({ status: 'good' }, NOW, weak)], []), 'unknown: weak')
})

test('a responder whose certificate had expired is not believed', async () => {
  const expired = await aParty(await aKey('OCSP'), issuing, { ...RESPONDER, notAfter: hours(-1) })
  const der = await ocsp({ status: 'good' }, NOW, expired)
  assert.deepEqual((await checkOcsp(parseOcspResponse(der), issuing.certificate)).problems, ['responder-expired'])
  assert.equal(await said([der], []), 'unknown: stranger')
})

test('a responder that a list names as revoked is not believed, unless it is appointed without check', async () => {
  const checked = await aParty(await aKey('OCSP'), issuing, { ...RESPONDER, ocspNoCheck: false })
  const list = await buildCrl(
    {
      entries: [{ serial: checked.certificate.serial, at: hours(-5), reason: 'keyCompromise' }],
      ...{ number: 2, at: hours(-4), nextUpdate: hours(-3) },
      authorityKeyId: fromHex(issuing.certificate.subjectKeyId!),
    },
    issuing,
  )
  assert.equal(await said([await ocsp({ status: 'good' }, NOW, checked)], [list]), 'unknown: responder-revoked,stale')
})

test('a changed answer is bad; the nonce goes there and back', async () => {
  const der = await ocsp({ status: 'good' })
  const changed = der.slice()
  const at = changed.findIndex((octet, here) => octet === 0x80 && changed[here + 1] === 0 && changed[here + 2] === 0x18)
  changed[at] = 0x82
  assert.equal(parseOcspResponse(changed).answers[0]?.status, 'unknown')
  assert.deepEqual((await checkOcsp(parseOcspResponse(changed), issuing.certificate)).problems, ['signature-bad'])
  const nonce = Uint8Array.from({ length: 16 }, (_, each) => each)
  const request = parseOcspRequest(ocspRequest({ certificate: signer.certificate, issuer: issuing.certificate, nonce }))
  assert.equal(request.ids[0]?.serial, signer.certificate.serial)
  assert.deepEqual(request.nonce?.subarray(2), nonce)
})
