import assert from 'node:assert/strict'
import { test } from 'node:test'
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
