import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { aCall, testDatabase } from '#server/platform/testing.ts'
import { systemActor } from '#server/platform/call.ts'
import { buildChain } from '#server/signatures/index.ts'
import { parseCertificate } from '#server/signatures/index.ts'
import {
  certificateOfOrganisation,
  certificateOfPost,
  chainOf,
  issueDemonstration,
  statusForAuthority,
  trustAnchors,
  whyNotNow,
} from './index.ts'
import { aPublicKey, anAuthority } from './testing.ts'

const POST = 'xa-liem-phong.chu-tich'

test('a certificate follows the post of its holder: when the appointment ends, signing stops without any job', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const authority = await anAuthority(t, call.now)
  const issued = await issueDemonstration(call, authority, { postId: POST, publicKeySpki: await aPublicKey() })
  assert.equal((await certificateOfPost(db, POST, call.now))?.id, issued.id)
  assert.equal(await whyNotNow(db, issued, call.now), undefined)

  await sql`update appointment set valid_to = '2026-11-25' where post_id = ${POST}`.execute(db)
  assert.equal((await certificateOfPost(db, POST, call.now))?.id, issued.id, 'still his on the last day')
  const nextDay = new Date('2026-11-24T17:00:00Z')
  assert.equal(await certificateOfPost(db, POST, nextDay), undefined)
  assert.equal(await whyNotNow(db, issued, nextDay), 'certificates.left-post')
})

test('outside its dates, or while its authority is off, a certificate does not sign', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const authority = await anAuthority(t, call.now)
  const seal = await issueDemonstration(call, authority, {
    organisationId: 'xa-liem-phong',
    publicKeySpki: await aPublicKey(),
  })
  assert.equal((await certificateOfOrganisation(db, 'xa-liem-phong', call.now))?.id, seal.id)
  assert.equal(await certificateOfOrganisation(db, 'xa-liem-phong', seal.notAfter), undefined)
  await sql`update certificate_authority set enabled = false`.execute(db)
  assert.equal(await certificateOfOrganisation(db, 'xa-liem-phong', call.now), undefined)
  assert.deepEqual(await trustAnchors(db), [])
})

test('what is issued stands on the anchors of the register, and the authority knows its state', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const authority = await anAuthority(t, call.now)
  const issued = await issueDemonstration(call, authority, { postId: POST, publicKeySpki: await aPublicKey() })
  const chain = await chainOf(db, issued)
  assert.deepEqual(
    chain.map((each) => each.fingerprint),
    [authority.keys.issuing.certificate.fingerprint, authority.keys.root.certificate.fingerprint],
  )
  const leaf = parseCertificate(new Uint8Array(issued.der))
  const built = await buildChain(leaf, { pool: chain, anchors: await trustAnchors(db), at: call.now })
  assert.ok(built.trusted, JSON.stringify(built.faults.map((each) => each.problem)))
  assert.deepEqual(await statusForAuthority(db, issued.serial), { status: 'good' })
  assert.deepEqual(await statusForAuthority(db, 'abcdef'), { status: 'unknown' })
})
