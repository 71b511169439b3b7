import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseCertificate } from '../pki/certificate.ts'
import { pemOf } from '../pki/certificate-files.ts'
import { EC, PKCS1 } from '../pki/testing.ts'
import { aTrust, later } from '../verify/testing.ts'
import { signXml, verifyXml } from './index.ts'

const MESSAGE =
  '<edXML xmlns="urn:x"><a:Header xmlns:a="urn:a"><a:Số>12/QĐ</a:Số></a:Header><Body>Kính gửi &amp; báo cáo</Body></edXML>'
const octets = (words: string) => new TextEncoder().encode(words)

async function theWorld(algorithm = PKCS1) {
  const trust = await aTrust(algorithm)
  const { certificates, ...data } = await trust.evidence()
  const extra = { ...data, certificates: certificates.map(parseCertificate) }
  const options = { anchors: [trust.root.certificate], now: later(1), extra }
  return { trust, options, signed: await signXml(MESSAGE, trust.clerk) }
}

for (const [words, algorithm] of [
  ['RSA', PKCS1],
  ['ECDSA', EC],
] as const)
  test(`a message signed with ${words} is VALID as it is; changed, wrapped, or without revocation data it is not`, async () => {
    const { options, signed } = await theWorld(algorithm)
    const report = await verifyXml(octets(signed), options)
    assert.deepEqual([report.verdict, report.signatures[0]!.signer], ['VALID', 'UBND xã Liêm Phong'])
    assert.ok(report.signed[0]!.includes('12/QĐ') && !report.signed[0]!.includes('SignatureValue'))
    const { extra: _, ...without } = options
    assert.equal((await verifyXml(octets(signed), without)).verdict, 'UNKNOWN')
    assert.equal((await verifyXml(octets(signed), { ...options, anchors: [] })).verdict, 'UNKNOWN')
    for (const [from, to] of [
      ['12/QĐ', '13/QĐ'],
      ['<Body>', '<Body x="1">'],
      ['</edXML>', '<Body>Thêm</Body></edXML>'],
    ] as const) {
      const { verdict, signatures } = await verifyXml(octets(signed.replace(from, to)), options)
      assert.deepEqual([verdict, signatures[0]!.code], ['INVALID', 'digest-mismatch'])
    }
    const wrapped = `<edXML xmlns="urn:x"><Body>Giả</Body>${signed}</edXML>`
    assert.notEqual((await verifyXml(octets(wrapped), options)).verdict, 'VALID')
  })

test('a message with a processing instruction is not signed: its words would stay outside the signature', async () => {
  const { trust } = await theWorld(EC)
  for (const message of ['<a><?b c?></a>', '<?xml version="1.0"?><?b?><a/>', '<a/><?b?>'])
    await assert.rejects(signXml(message, trust.clerk), { code: 'xml.instruction' }, message)
  for (const message of ['<?xml version="1.0"?><a/>', '<a><!-- <?b?> --><![CDATA[<?b?>]]></a>'])
    assert.match(await signXml(message, trust.clerk), /SignatureValue/)
})

test('a message without signature is NONE; entities, damage and depth are UNKNOWN, nothing throws', async () => {
  const options = { anchors: [], now: later(1) }
  assert.equal((await verifyXml(octets(MESSAGE), options)).verdict, 'NONE')
  for (const words of [
    '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
    '<a><b></a>',
    '',
    `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`,
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
  ])
    assert.equal((await verifyXml(octets(words), options)).verdict, 'UNKNOWN', words.slice(0, 40))
})

const XMLSEC = spawnSync('xmlsec1', ['--version']).status === 0
test('xmlsec1 says the same of our messages', { skip: XMLSEC ? false : 'xmlsec1 is not installed here' }, async (t) => {
  const folder = mkdtempSync('/tmp/dinh-xml-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const algorithm of [PKCS1, EC]) {
    const { trust, signed } = await theWorld(algorithm)
    writeFileSync(`${folder}/root.pem`, pemOf('CERTIFICATE', trust.root.certificate.der))
    writeFileSync(`${folder}/issuing.pem`, pemOf('CERTIFICATE', trust.issuing.certificate.der))
    const ask = (words: string) => {
      writeFileSync(`${folder}/m.xml`, words)
      const trusted = ['--trusted-pem', `${folder}/root.pem`, '--untrusted-pem', `${folder}/issuing.pem`]
      return spawnSync('xmlsec1', ['--verify', '--enabled-key-data', 'x509', ...trusted, `${folder}/m.xml`], {
        encoding: 'utf8',
      })
    }
    assert.equal(ask(signed).status, 0, ask(signed).stderr)
    assert.notEqual(ask(signed.replace('12/QĐ', '13/QĐ')).status, 0)
  }
})

const SHARED = new URL('../../../../../shared/data/edxml/', import.meta.url).pathname
test(
  'messages of the axis are read: old signatures are weak, truncated or absent certificates UNKNOWN, none is VALID',
  {
    skip: existsSync(SHARED) ? false : 'the public messages are not here',
  },
  async () => {
    for (const file of readdirSync(SHARED)) {
      const { verdict } = await verifyXml(new Uint8Array(readFileSync(SHARED + file)), { anchors: [], now: later(1) })
      assert.ok(['NONE', 'UNKNOWN', 'INVALID'].includes(verdict), `${file}: ${verdict}`)
    }
  },
)
