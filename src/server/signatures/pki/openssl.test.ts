import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { buildCrl, buildOcspResponse, buildTimestampToken, timestampGranted } from './answers-build.ts'
import { pemOf, readCertificates } from './certificate-files.ts'
import { buildSignedData } from './cms-build.ts'
import { checkSigner } from './cms-check.ts'
import { parseSignedData } from './cms.ts'
import { parseCrl } from './crl.ts'
import { fromHex } from './der.ts'
import { type DigestName, digestOf } from './digests.ts'
import { PURPOSE } from './extensions.ts'
import { writeCertificateId } from './ocsp.ts'
import { aHierarchy, aKey, aParty, EC, PKCS1, PSS } from './testing.ts'
import { parseTimestampRequest } from './timestamp.ts'

const without = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed here'
const folder = mkdtempSync(join(tmpdir(), 'dinh-pki-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes)
  return name
}
function openssl(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  return { good: status === 0, text: `${stdout}${stderr}` }
}
const said = (...args: string[]) => {
  const { good, text } = openssl(...args)
  assert.ok(good, text)
  return text
}

const CONTENT = new TextEncoder().encode('Quyết định số 15/QĐ-UBND')
const soon = new Date(Math.floor(Date.now() / 1000) * 1000)
const tomorrow = new Date(soon.getTime() + 86_400_000)
const { root, issuing, signer } = await aHierarchy()
put('root.pem', pemOf('CERTIFICATE', root.certificate.der))
put('issuing.pem', pemOf('CERTIFICATE', issuing.certificate.der))
put('signer.pem', pemOf('CERTIFICATE', signer.certificate.der))
put('content', CONTENT)

test('openssl verifies our chain', { skip: without }, () => {
  said('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'signer.pem')
  assert.ok(!openssl('verify', '-CAfile', 'signer.pem', 'issuing.pem').good)
})

for (const [name, algorithm] of Object.entries({ ECDSA: EC, 'PKCS#1': PKCS1, PSS }))
  test(
    `openssl and pkijs verify our signed data by ${name}, and not over other content`,
    { skip: without },
    async () => {
      const party = await aParty(await aKey('A', algorithm), issuing)
      const messageDigest = digestOf('SHA-256', CONTENT)
      const cms = await buildSignedData({ ...party, chain: [issuing.certificate], digest: 'SHA-256', messageDigest })
      put('cms.der', cms)
      const verify = (content: string) =>
        openssl(
          'cms',
          '-verify',
          '-inform',
          'DER',
          '-in',
          'cms.der',
          '-content',
          content,
          '-binary',
          '-CAfile',
          'root.pem',
          '-purpose',
          'any',
          '-out',
          'out',
        )
      const found = verify('content')
      assert.ok(found.good, found.text)
      put('other', CONTENT.slice(1))
      assert.ok(!verify('other').good)
      const info = pkijs.ContentInfo.fromBER(cms)
      const data = new pkijs.SignedData({ schema: info.content })
      const judged = data.verify({ signer: 0, data: CONTENT.buffer.slice(0), checkChain: false })
      assert.equal(await judged, true)
    },
  )

test(
  'we verify what openssl signs, attributes or none, and read its certificate files',
  { skip: without },
  async () => {
    said(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'own.key',
      '-out',
      'own.pem',
      '-subj',
      '/CN=Own/O=Cơ quan',
      '-utf8',
      '-days',
      '30',
    )
    const judge = async (...more: string[]) => {
      said(
        'cms',
        '-sign',
        '-binary',
        '-in',
        'content',
        '-signer',
        'own.pem',
        '-inkey',
        'own.key',
        '-outform',
        'DER',
        '-out',
        'own.der',
        ...more,
      )
      const data = parseSignedData(readFileSync(join(folder, 'own.der')))
      const digest = (name: DigestName) => digestOf(name, CONTENT)
      const content = { kind: 'detached', digest, bytes: async () => CONTENT } as const
      return checkSigner(data, data.signers[0]!, data.content ? { kind: 'embedded' } : content)
    }
    for (const more of [
      [],
      ['-noattr'],
      ['-nodetach'],
      ['-cades'],
      ['-md', 'sha512'],
      ['-keyopt', 'rsa_padding_mode:pss'],
      ['-stream', '-nodetach'],
    ])
      assert.equal((await judge(...more)).status, 'good', more.join(' '))
    assert.equal((await judge('-cades')).namesCertificate, 'v2')
    said('pkcs12', '-export', '-in', 'own.pem', '-inkey', 'own.key', '-out', 'own.p12', '-passout', 'pass:mật khẩu')
    said('crl2pkcs7', '-nocrl', '-certfile', 'own.pem', '-out', 'own.p7b')
    const p12 = readFileSync(join(folder, 'own.p12'))
    for (const file of ['own.pem', 'own.p7b', 'own.p12'])
      assert.equal(
        (await readCertificates(readFileSync(join(folder, file)), 'mật khẩu'))[0]?.subject.organisation,
        'Cơ quan',
      )
    await assert.rejects(readCertificates(p12, 'khác'), { code: 'pkcs12.wrong-password' })
  },
)

test('openssl believes our answers of OCSP, and not those of a stranger', { skip: without }, async () => {
  const appointed = await aParty(await aKey('OCSP'), issuing, {
    extendedKeyUsage: { purposes: [PURPOSE.ocspSigning], critical: false },
  })
  const stranger = await aParty(await aKey('OCSP'))
  const judge = async (by: typeof appointed, status: 'good' | 'revoked') => {
    const standing = status === 'good' ? { status } : { status, at: soon, reason: 'keyCompromise' as const }
    const answers = [{ id: writeCertificateId(issuing.certificate, signer.certificate.serial), standing }]
    put(
      'answer.der',
      await buildOcspResponse({ answers, at: soon, nextUpdate: tomorrow, certificates: [by.certificate.der] }, by),
    )
    return openssl(
      'ocsp',
      '-respin',
      'answer.der',
      '-issuer',
      'issuing.pem',
      '-cert',
      'signer.pem',
      '-CAfile',
      'root.pem',
      '-verify_other',
      'issuing.pem',
      '-no_nonce',
    )
  }
  assert.match((await judge(appointed, 'good')).text, /signer\.pem: good[^]*Response verify OK/)
  assert.match((await judge(appointed, 'revoked')).text, /signer\.pem: revoked[^]*keyCompromise[^]*Response verify OK/)
  assert.match((await judge(stranger, 'good')).text, /Response Verify Failure/i)
})

test('openssl obeys our revocation list', { skip: without }, async () => {
  const list = async (serials: string[]) => {
    const entries = serials.map((serial) => ({ serial, at: soon, reason: 'superseded' as const }))
    const authorityKeyId = fromHex(issuing.certificate.subjectKeyId!)
    const der = await buildCrl({ entries, number: 5, at: soon, nextUpdate: tomorrow, authorityKeyId }, issuing)
    assert.equal(parseCrl(der).number, '05')
    put('list.pem', pemOf('X509 CRL', der))
    return openssl(
      'verify',
      '-crl_check',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'issuing.pem',
      '-CRLfile',
      'list.pem',
      'signer.pem',
    )
  }
  const [empty, named] = [await list([]), await list([signer.certificate.serial])]
  assert.ok(empty.good, empty.text)
  assert.match(named.text, /certificate revoked/)
})

test(
  'openssl verifies our timestamp over its own request, and refuses it over another file',
  { skip: without },
  async () => {
    const stamping = await aParty(await aKey('T'), issuing, {
      ...{ extendedKeyUsage: { purposes: [PURPOSE.timeStamping], critical: true } },
    })
    said('ts', '-query', '-data', 'content', '-sha256', '-cert', '-out', 'query.tsq')
    const { imprint, nonce } = parseTimestampRequest(readFileSync(join(folder, 'query.tsq')))
    const content = {
      digest: 'SHA-256',
      imprint,
      policy: '1.2.3.4',
      serial: '11',
      time: soon,
      accuracySeconds: 1,
    } as const
    const token = await buildTimestampToken(
      { ...content, ...(nonce ? { nonce } : {}) },
      { ...stamping, chain: [issuing.certificate] },
    )
    put('answer.tsr', timestampGranted(token))
    const verify = (...of: string[]) =>
      openssl('ts', '-verify', '-in', 'answer.tsr', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', ...of)
    const found = verify('-queryfile', 'query.tsq')
    assert.ok(found.good, found.text)
    put('other', CONTENT.slice(2))
    assert.ok(!verify('-data', 'other').good)
  },
)

test('pkijs reads our certificate as we do', () => {
  const read = asn1js.fromBER(signer.certificate.der.slice().buffer)
  const certificate = new pkijs.Certificate({ schema: read.result })
  assert.equal(certificate.extensions?.length, 4)
  assert.equal(certificate.notAfter.value.getTime(), signer.certificate.notAfter.getTime())
})
