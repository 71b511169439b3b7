import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { aHierarchy, aKey, aParty } from '#server/signatures/pki/testing.ts'
import { pemOf } from '#server/signatures/index.ts'
import {
  addAuthorityCertificates,
  certificateOfOrganisation,
  changeAuthority,
  importCertificates,
  trustAnchors,
} from './index.ts'

test('a file of certificates is entered line by line; duplicates, strangers and authorities are refused', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const act = ['certificates.issue', 'certificates.authorities', 'certificates.view']
  const actor = anActor(Object.fromEntries(act.map((each) => [each, ['ubnd-tinh', 'xa-liem-phong']])))
  const call = aCall(db, actor, '2026-11-24T10:00')
  const { root, issuing, signer } = await aHierarchy()
  const seal = await aParty(await aKey('Ủy ban nhân dân xã Liêm Phong'), issuing)
  const pem = [root, seal, signer, seal].map((each) => pemOf('CERTIFICATE', each.certificate.der)).join('')
  const bytes = new TextEncoder().encode(pem)
  const lines = await importCertificates(call, { bytes, organisationId: 'xa-liem-phong' })
  assert.deepEqual(
    lines.map((each) => each.code),
    ['certificates.is-authority', undefined, 'certificates.name-differs', 'certificates.duplicate'],
  )
  assert.equal((await certificateOfOrganisation(db, 'xa-liem-phong', call.now))?.id, lines[1]!.id)
  const junk = importCertificates(call, { bytes: new Uint8Array(100), organisationId: 'xa-liem-phong' })
  await assert.rejects(junk, (error) => error instanceof Refusal && error.code === 'certificates.unreadable')

  const address = { ocspUrl: 'http://ocsp.example.vn', crlUrl: '', tsaUrl: '' }
  const authorityId = await changeAuthority(call, { name: 'Ban Cơ yếu', ...address, enabled: true })
  const added = await addAuthorityCertificates(call, { authorityId, bytes: root.certificate.der })
  assert.equal(added[0]!.code, undefined)
  assert.equal((await trustAnchors(db)).length, 1)
  const again = await addAuthorityCertificates(call, { authorityId, bytes: root.certificate.der })
  assert.equal(again[0]!.code, 'certificates.duplicate')
  const wrong = changeAuthority(call, { name: 'Sai', ...address, ocspUrl: 'javascript:1', enabled: true })
  await assert.rejects(wrong, (error) => error instanceof Refusal && error.code === 'certificates.address')
})

const openssl = (folder: string, ...args: string[]) => spawnSync('openssl', args, { cwd: folder })
const skip = openssl('/tmp', 'version').status === 0 ? false : 'no openssl'

test(
  'one certificate as DER, PEM, PKCS#7 and PKCS#12 is read the same; the private key of the file goes nowhere',
  { skip },
  async (t) => {
    const folder = mkdtempSync('/tmp/dinh-import-')
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const subject = '/C=VN/CN=Ủy ban nhân dân xã Liêm Phong'
    openssl(
      folder,
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-utf8', '-keyout', 'key.pem', '-out', 'a.pem'],
      ...['-days', '365', '-subj', subject],
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    )
    openssl(folder, ...['x509', '-in', 'a.pem', '-outform', 'DER', '-out', 'a.cer'])
    openssl(folder, ...['crl2pkcs7', '-nocrl', '-certfile', 'a.pem', '-outform', 'DER', '-out', 'a.p7b'])
    const pack = ['pkcs12', '-export', '-in', 'a.pem', '-inkey', 'key.pem', '-passout', 'pass:bi-mat']
    openssl(folder, ...pack, '-out', 'a.p12')
    openssl(folder, ...pack, '-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES', '-out', 'old.p12')
    const read = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}`))

    for (const [name, password] of [['a.pem'], ['a.cer'], ['a.p7b'], ['a.p12', 'bi-mat']] as const) {
      const { db } = await testDatabase(t, 'dinh_demonstration')
      const actor = anActor({ 'certificates.issue': ['xa-liem-phong'], 'certificates.view': ['xa-liem-phong'] })
      const call = aCall(db, actor, '2026-11-24T10:00')
      const take = (bytes = read(name), given: string | undefined = password) =>
        importCertificates(call, { bytes, organisationId: 'xa-liem-phong', ...(given ? { password: given } : {}) })
      const outcomes = await Promise.all([take(), take()])
      const codes = outcomes.map(([line]) => line?.code ?? 'entered').sort()
      assert.deepEqual(codes, ['certificates.duplicate', 'entered'], `${name}, twice at once`)
      const whole = await sql<{ kept: string }>`select row_to_json(c)::text as kept from certificate c`.execute(db)
      assert.doesNotMatch(whole.rows[0]!.kept, /PRIVATE KEY/)
      if (name !== 'a.p12') continue
      await assert.rejects(take(read(name), 'sai'), { code: 'certificates.wrong-password' })
      const old = await take(read('old.p12'), 'bi-mat').then(
        () => 'read',
        (error: { code: string }) => error.code,
      )
      assert.match(old, /^certificates\.(old-encryption|wrong-password)$/)
      await assert.rejects(take(new Uint8Array(9 * 1024 * 1024).fill(0x30)), Refusal)
    }
  },
)
