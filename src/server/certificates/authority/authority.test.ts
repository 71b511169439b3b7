import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readSettings } from '#server/platform/settings.ts'
import {
  buildChain,
  buildSignedData,
  checkOcsp,
  checkTimestamp,
  type DigestName,
  digestOf,
  ocspRequest,
  parseCrl,
  parseOcspResponse,
  parseTimestampResponse,
  parseTimestampToken,
  pemOf,
  rawSignatureOf,
  revocationOf,
  type Standing,
  timestampRequest,
} from '#server/signatures/index.ts'
import { answerCrl, answerOcsp, answerRootCrl, answerTimestamp, emptyRegister, type Register } from './answers.ts'
import { theAuthority } from './house.ts'
import { issueCertificate, type Profile } from './issue.ts'
import { NO_LEGAL_VALUE, openAuthority } from './open.ts'

const without = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed here'
const folder = mkdtempSync(join(tmpdir(), 'dinh-ca-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes)
const openssl = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  return { good: status === 0, text: `${stdout}${stderr}` }
}

const at = new Date()
const address = 'https://dichvucong.example.vn'
const inFolder = (name: string, kind: 'ecdsa' | 'rsa' = 'ecdsa') =>
  openAuthority({ dataDir: join(folder, name), address, kind, at })
const authority = await inFolder('a')
const { root, issuing, stamping } = authority.keys
const LEAF = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: Uint8Array.of(1, 0, 1), modulusLength: 2048 }
async function aLeaf(profile: Profile, named: typeof LEAF | typeof RSA = LEAF, by = authority) {
  const pair = (await crypto.subtle.generateKey(named, true, ['sign', 'verify'])) as CryptoKeyPair
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const term = { notBefore: new Date(at.getTime() - 60_000), notAfter: new Date(at.getTime() + 365 * 86_400_000) }
  return { certificate: await issueCertificate(by, { profile, spki, ...term }), pair }
}
const LEADER: Profile = {
  kind: 'person',
  name: 'Nguyễn Văn A',
  title: 'Chủ tịch',
  organisation: 'UBND phường Minh Khai',
  nationalId: '035085001234',
}
const registerOf = (standing: Standing, serial = ''): Register => ({
  standingOf: async () => standing,
  listRevoked: async () => (standing.status === 'revoked' ? [{ ...standing, serial }] : []),
})

test('the authority is made once, sealed, and is the same for two programs that open it at once', async () => {
  const [one, other] = await Promise.all([inFolder('two'), inFolder('two')])
  const again = await inFolder('two')
  assert.equal(one.keys.root.certificate.fingerprint, again.keys.root.certificate.fingerprint)
  assert.equal(one.keys.stamping.certificate.fingerprint, other.keys.stamping.certificate.fingerprint)
  const kept = join(folder, 'two', 'keys')
  assert.deepEqual(readdirSync(kept).sort(), ['demonstration-authority.sealed', 'sealing.key'])
  assert.ok(!readFileSync(join(kept, 'demonstration-authority.sealed'), 'latin1').includes('pkcs8'))
})

test('every certificate says in its subject that it has no legal value, and where to ask for its state', async () => {
  const { certificate } = await aLeaf(LEADER)
  for (const each of [root, issuing, stamping, authority.keys.ocsp].map((key) => key.certificate).concat(certificate))
    assert.ok(each.subject.text.includes(NO_LEGAL_VALUE), each.subject.text)
  for (const each of [issuing.certificate, stamping.certificate, certificate]) {
    assert.deepEqual(each.ocspUrls, [`${address}/ca/ocsp`])
    assert.equal(each.issuerUrls.length + each.crlUrls.length, 2)
  }
})

test('the 12 digits of a person are hidden unless it is configured; an organisation has its codes', async () => {
  const hidden = (await aLeaf(LEADER)).certificate.subject
  assert.ok(!hidden.text.includes('035085001234') && hidden.userId?.startsWith('CCCD-M:'))
  assert.equal((await aLeaf(LEADER)).certificate.subject.userId, hidden.userId)
  assert.equal((await aLeaf({ ...LEADER, nationalIdInClear: true })).certificate.subject.userId, 'CCCD:035085001234')
  assert.deepEqual(
    [hidden.commonName, hidden.title, hidden.organisation],
    ['Nguyễn Văn A', 'Chủ tịch', 'UBND phường Minh Khai'],
  )
  const seal = (await aLeaf({ kind: 'organisation', name: 'Sở Xây dựng', code: 'H42.05', taxCode: '0700123456' }))
    .certificate.subject
  assert.deepEqual([seal.organisationIdentifier, seal.userId], ['H42.05', 'MST:0700123456'])
})

test('a key that the law does not allow gets no certificate', async () => {
  await assert.rejects(aLeaf(LEADER, { ...RSA, modulusLength: 1024 }), { code: 'authority.key-not-allowed' })
})

test('what the register says of a certificate is what the authority answers, over the nonce asked with', async () => {
  const { certificate } = await aLeaf(LEADER)
  const nonce = crypto.getRandomValues(new Uint8Array(16))
  const request = ocspRequest({ certificate, issuer: issuing.certificate, nonce })
  const asked = async (register: Register) => {
    const der = await answerOcsp(authority, register, request, at)
    const response = parseOcspResponse(der)
    assert.ok((await checkOcsp(response, issuing.certificate)).good)
    assert.deepEqual(response.nonce?.subarray(2), nonce)
    assert.equal(response.producedAt.getMilliseconds(), 0)
    return (await revocationOf(certificate, issuing.certificate, { ocsps: [der], crls: [] }, at)).status
  }
  const before = new Date(at.getTime() - 3600_000)
  assert.equal(await asked(registerOf({ status: 'good' })), 'good')
  assert.equal(await asked(registerOf({ status: 'revoked', at: before, reason: 'keyCompromise' })), 'revoked')
  assert.equal(await asked(registerOf({ status: 'revoked', at: before, reason: 'certificateHold' })), 'revoked')
  assert.equal(await asked(emptyRegister), 'unknown')
})

test('of its own certificates it answers by itself; of a foreign issuer it does not answer', async () => {
  const status = async (certificate: typeof root.certificate, issuer: typeof root.certificate, by = authority) => {
    const der = await answerOcsp(by, emptyRegister, ocspRequest({ certificate, issuer }), at)
    return (await revocationOf(certificate, issuer, { ocsps: [der], crls: [await answerRootCrl(by, at)] }, at)).status
  }
  assert.equal(await status(stamping.certificate, issuing.certificate), 'good')
  assert.equal(await status(issuing.certificate, root.certificate), 'good')
  const other = await inFolder('b')
  const foreign = answerOcsp(
    other,
    emptyRegister,
    ocspRequest({ certificate: stamping.certificate, issuer: issuing.certificate }),
    at,
  )
  assert.deepEqual(await foreign, Uint8Array.of(0x30, 3, 10, 1, 6))
  assert.deepEqual(
    await answerOcsp(authority, emptyRegister, Uint8Array.of(1, 2), at),
    Uint8Array.of(0x30, 3, 10, 1, 1),
  )
})

test('the list names what is revoked, in whole seconds, and its number grows', async () => {
  const { certificate } = await aLeaf(LEADER)
  const standing = { status: 'revoked', at: new Date(at.getTime() - 60_000), reason: 'superseded' } as const
  const list = parseCrl(await answerCrl(authority, registerOf(standing, certificate.serial), at))
  assert.equal(list.find(certificate.serial)?.reason, 'superseded')
  const later = parseCrl(await answerCrl(authority, emptyRegister, new Date(at.getTime() + 1000)))
  assert.ok(BigInt(`0x${later.number}`) > BigInt(`0x${list.number}`))
})

test('a timestamp is over what was sent, in whole seconds, by a chain to the root; weak digests and nonsense are refused', async () => {
  const data = new TextEncoder().encode('Giấy tiếp nhận hồ sơ')
  const digest = (name: DigestName) => digestOf(name, data)
  const ask = (name: DigestName, imprint = digest(name)) =>
    answerTimestamp(authority, timestampRequest({ digest: name, imprint, nonce: Uint8Array.of(7) }), at)
  for (const name of ['SHA-256', 'SHA-512', 'SHA3-256'] as const) {
    const token = parseTimestampToken(parseTimestampResponse(await ask(name)))
    const found = await checkTimestamp(token, digest)
    assert.deepEqual([found.status, token.nonce, token.time.getMilliseconds()], ['good', '07', 0])
    const chain = await buildChain(found.certificate!, {
      pool: token.signedData.certificates,
      anchors: [root.certificate],
      at,
    })
    assert.ok(chain.trusted)
  }
  for (const refused of await Promise.all([
    ask('SHA-1'),
    ask('SHA-256', Uint8Array.of(1)),
    answerTimestamp(authority, data, at),
  ]))
    assert.throws(() => parseTimestampResponse(refused), { code: 'timestamp.refused' })
})

test(
  'openssl follows our certificates, signatures, states and timestamps, with an authority of RSA as of ECDSA',
  { skip: without },
  async () => {
    for (const [kind, named] of [
      ['ecdsa', LEAF],
      ['rsa', RSA],
    ] as const) {
      const of = await inFolder(`of ${kind}`, kind)
      const keys = of.keys
      const { certificate, pair } = await aLeaf(LEADER, named, of)
      put('root.pem', pemOf('CERTIFICATE', keys.root.certificate.der))
      put('issuing.pem', pemOf('CERTIFICATE', keys.issuing.certificate.der))
      put('leaf.pem', pemOf('CERTIFICATE', certificate.der))
      const chain = openssl(
        'verify',
        '-x509_strict',
        '-policy_check',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
        'leaf.pem',
      )
      assert.ok(chain.good, chain.text)
      const request = ocspRequest({ certificate, issuer: keys.issuing.certificate })
      put('ocsp.der', await answerOcsp(of, registerOf({ status: 'good' }), request, at))
      const state = openssl(
        'ocsp',
        '-respin',
        'ocsp.der',
        '-issuer',
        'issuing.pem',
        '-cert',
        'leaf.pem',
        '-CAfile',
        'root.pem',
        '-no_nonce',
      )
      assert.match(state.text, /good[^]*Response verify OK/)
      put('data', 'văn bản')
      const query = openssl('ts', '-query', '-data', 'data', '-sha512', '-cert', '-out', 'query.tsq')
      assert.ok(query.good, query.text)
      put('answer.tsr', await answerTimestamp(of, readFileSync(join(folder, 'query.tsq')), at))
      const stamp = openssl(
        'ts',
        '-verify',
        '-queryfile',
        'query.tsq',
        '-in',
        'answer.tsr',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'issuing.pem',
      )
      assert.ok(stamp.good, stamp.text)
      const algorithm = { kind: kind === 'rsa' ? 'rsa-pkcs1' : 'ecdsa', digest: 'SHA-256' } as const
      const messageDigest = digestOf('SHA-256', new TextEncoder().encode('văn bản'))
      const signer = {
        certificate,
        chain: [keys.issuing.certificate],
        algorithm,
        sign: rawSignatureOf(pair.privateKey, algorithm),
      }
      put('cms.der', await buildSignedData({ ...signer, digest: 'SHA-256', messageDigest }))
      const cms = openssl(
        'cms',
        '-verify',
        '-cades',
        '-inform',
        'DER',
        '-in',
        'cms.der',
        '-content',
        'data',
        '-binary',
        '-CAfile',
        'root.pem',
        '-out',
        'out',
      )
      assert.ok(cms.good, cms.text)
    }
  },
)

test('switched off, there is no authority; it follows the demonstration unless it is told', async () => {
  assert.equal(readSettings({ DEMONSTRATION: 'no' }).demonstrationAuthority, 'no')
  assert.equal(readSettings({ DEMONSTRATION: 'no', DEMONSTRATION_AUTHORITY: 'rsa' }).demonstrationAuthority, 'rsa')
  const settings = readSettings({ DATA_DIR: join(folder, 'a'), DEMONSTRATION_AUTHORITY: 'no' })
  assert.equal(theAuthority(settings, at), undefined)
  assert.equal(
    (await theAuthority({ ...settings, demonstrationAuthority: 'ecdsa' }, at))?.keys.root.certificate.fingerprint,
    root.certificate.fingerprint,
  )
})
