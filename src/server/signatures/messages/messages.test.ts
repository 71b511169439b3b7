import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseCertificate } from '../pki/certificate.ts'
import { EC, PKCS1 } from '../pki/testing.ts'
import { verifyMessage } from '../index.ts'
import { aTrust, later } from '../verify/testing.ts'
import type { VerifyOptions } from '../verify/pdf.ts'
import { signXml, verifyXml } from '../xml/index.ts'
import { readXml } from '../xml/read.ts'
import { canonicalOf } from './canonical.ts'

const octets = (words: string) => new TextEncoder().encode(words)
const MESSAGE =
  '<edXML xmlns="urn:x" b="2" a="&lt;1&gt;"><a:Header xmlns:a="urn:a" a:z="1" xmlns:unused="urn:u"><a:Số>12/QĐ\r\n</a:Số></a:Header><Body xmlns=""><!-- no --><![CDATA[Kính <gửi> & báo cáo]]></Body></edXML>'
const parse = (words: string) => readXml(words)

/** The two verifiers, of which one works in a browser, must say the same. */
async function saidByBoth(words: string | Uint8Array, options: VerifyOptions) {
  const bytes = typeof words === 'string' ? octets(words) : words
  const [ours, library] = [await verifyMessage(bytes, options, parse), await verifyXml(bytes, options)]
  assert.deepEqual(
    [ours.verdict, ours.signatures.map((each) => each.code)],
    [library.verdict, library.signatures.map((each) => each.code)],
  )
  return ours
}

for (const [what, algorithm] of [
  ['RSA', PKCS1],
  ['ECDSA', EC],
] as const)
  test(`a message signed with ${what} is judged without Node as it is with it, whatever is done to it`, async () => {
    const trust = await aTrust(algorithm)
    const { certificates, ...data } = await trust.evidence()
    const extra = { ...data, certificates: certificates.map(parseCertificate) }
    const options = { anchors: [trust.root.certificate], now: later(1), extra }
    const signed = await signXml(MESSAGE, trust.clerk)
    const report = await saidByBoth(signed, options)
    assert.equal(report.verdict, 'VALID')
    assert.deepEqual(report.signed, (await verifyXml(octets(signed), options)).signed)
    assert.equal((await saidByBoth(signed, { anchors: [], now: later(1) })).signatures[0]!.code, 'untrusted')
    for (const [from, to] of [
      ['12/QĐ', '13/QĐ'],
      ['a:z="1"', 'a:z="2"'],
      ['urn:a"', 'urn:b"'],
      ['</edXML>', '<Body>Thêm</Body></edXML>'],
      ['báo cáo', 'báo cáo '],
    ] as const)
      assert.equal((await saidByBoth(signed.replace(from, to), options)).verdict, 'INVALID', to)
    // A comment, and how a character is written, are no part of what is signed.
    assert.equal((await saidByBoth(signed.replace('<!-- no -->', '<!-- yes -->'), options)).verdict, 'VALID')
    const wrapped = `<edXML xmlns="urn:x"><Body>Giả</Body>${signed}</edXML>`
    assert.notEqual((await verifyMessage(octets(wrapped), options, parse)).verdict, 'VALID')
    const value = /<SignatureValue>(.)/.exec(signed)![1]!
    const other = signed.replace(`<SignatureValue>${value}`, `<SignatureValue>${value === 'A' ? 'B' : 'A'}`)
    assert.equal((await verifyMessage(octets(other), options, parse)).verdict, 'INVALID')
  })

test('an identifier that stands twice, an unknown transform or digest, entities and damage are never VALID and throw nothing', async () => {
  const trust = await aTrust(PKCS1)
  const options = { anchors: [trust.root.certificate], now: later(1) }
  const signed = await signXml(MESSAGE, trust.clerk)
  for (const words of [
    signed.replace('URI=""', 'URI="#x"').replace('<edXML ', '<edXML Id="x" ').replace('<Body ', '<Body Id="x" '),
    signed.replaceAll('xml-exc-c14n#', 'xml-exc-c14n#WithComments'),
    signed.replace('xmlenc#sha256', 'xmldsig#md5'),
    signed.replace('<DigestValue>', '<DigestValue>*'),
    `<?a b?>${signed}`,
    '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
    '<a><b></a>',
    '',
  ])
    assert.notEqual((await verifyMessage(octets(words), options, parse)).verdict, 'VALID', words.slice(0, 60))
})

test('the canonical forms: name spaces where they are used, attributes in order, the inclusive one with what stands above', () => {
  const document = readXml(
    '<r xmlns="urn:d" xmlns:p="urn:p" xml:lang="vi"><p:c z="1" p:y="2" a="3"><e xmlns="">x</e></p:c></r>',
  )
  const child = document.documentElement.firstChild as Element
  assert.equal(canonicalOf(child, { exclusive: true }), '<p:c xmlns:p="urn:p" a="3" z="1" p:y="2"><e>x</e></p:c>')
  assert.equal(
    canonicalOf(child, { exclusive: false }),
    '<p:c xmlns="urn:d" xmlns:p="urn:p" a="3" z="1" xml:lang="vi" p:y="2"><e xmlns="">x</e></p:c>',
  )
  assert.equal(
    canonicalOf(child, { exclusive: true, prefixes: ['#default'] }),
    '<p:c xmlns="urn:d" xmlns:p="urn:p" a="3" z="1" p:y="2"><e xmlns="">x</e></p:c>',
  )
})

const XMLSEC = spawnSync('xmlsec1', ['--version']).status === 0
test(
  'messages that xmlsec1 signs, in either canonical form, are read right',
  { skip: XMLSEC ? false : 'xmlsec1 is not installed here' },
  async (t) => {
    const folder = mkdtempSync('/tmp/dinh-messages-')
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(`${folder}/key.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const subject = ['-subj', '/CN=Truc/C=VN', '-days', '9000', '-key', `${folder}/key.pem`, '-out', `${folder}/c.pem`]
    assert.equal(spawnSync('openssl', ['req', '-x509', '-new', ...subject]).status, 0)
    const DS = 'http://www.w3.org/2000/09/xmldsig#'
    const inclusive = '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
    const exclusive = '<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
    const listed = `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="q #default"/></CanonicalizationMethod>`
    for (const method of [inclusive, exclusive, listed])
      for (const own of ['', method.replaceAll('CanonicalizationMethod', 'Transform')]) {
        const template = `<q:M xmlns:q="urn:q" xmlns="urn:d" xmlns:w="urn:w" xml:space="preserve" q:b="&quot;&#9;" a="1"><w:N xmlns:q="urn:q2" q:x="1"> &amp;&gt;\n<?to  do?><N xmlns=""/></w:N><Signature xmlns="${DS}"><SignedInfo>${method}<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference URI=""><Transforms><Transform Algorithm="${DS}enveloped-signature"/>${own}</Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature></q:M>`
        writeFileSync(`${folder}/t.xml`, template)
        const key = ['--privkey-pem', `${folder}/key.pem,${folder}/c.pem`, '--output', `${folder}/s.xml`]
        const made = spawnSync('xmlsec1', ['--sign', ...key, `${folder}/t.xml`], { encoding: 'utf8' })
        assert.equal(made.status, 0, made.stderr)
        const signed = readFileSync(`${folder}/s.xml`)
        const options = { anchors: [], now: later(1) }
        const said = await verifyMessage(new Uint8Array(signed), options, parse)
        assert.equal(said.signatures[0]!.code, 'untrusted', `${method} ${own}`)
        const changed = Buffer.from(signed.toString('utf8').replace('q:x="1"', 'q:x="2"'))
        assert.equal((await verifyMessage(changed, options, parse)).verdict, 'INVALID')
      }
  },
)

const SHARED = new URL('../../../../../shared/data/edxml/', import.meta.url).pathname
test(
  'messages of the axis get the same verdict without Node',
  { skip: existsSync(SHARED) ? false : 'the public messages are not here' },
  async () => {
    for (const file of readdirSync(SHARED)) {
      const options = { anchors: [], now: later(1) }
      const bytes = new Uint8Array(readFileSync(SHARED + file))
      const [ours, library] = [await verifyMessage(bytes, options, parse), await verifyXml(bytes, options)]
      assert.equal(ours.verdict, library.verdict, file)
    }
  },
)
