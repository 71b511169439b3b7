import assert from 'node:assert/strict'
import { createVerify, generateKeyPairSync, privateEncrypt, sign, constants } from 'node:crypto'
import { after, test } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { completeSignature, signPaper } from './index.ts'
import { algorithmIn, noTokens, softTokens, TOKEN_PIN } from './keys/testing.ts'
import { decideMechanism, handedOver } from './keys/token-mechanism.ts'
import { storedSource } from './paper-file.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, aSigningHouse, callOf, leader, NOW } from './testing.ts'

after(stopSetters)
const skip = await noTokens()
const PSS = { kind: 'rsa-pss', digest: 'SHA-256', maskDigest: 'SHA-256', saltLength: 32 } as const
const { giveToken } = softTokens({ kinds: ['rsa:2048'], mechanisms: 'CKM_RSA_PKCS,CKM_SHA256_RSA_PKCS', skip })

test('a token that has PKCS#1 v1.5 alone signs with it, and the paper is VALID', { skip }, async (t) => {
  const h = await aSigningHouse(t)
  const house = await giveToken(h, 'rsa:2048')
  const { id } = await aDecision(h)
  const call = callOf(h.db, leader)
  const signed = await signPaper(call, house, { paperId: id, key: 'lanh-dao', secret: TOKEN_PIN })
  assert.equal(await algorithmIn(house, signed.fileSha256), 'rsa-pkcs1')
  for (const job of await listSignatureJobs(h.db, id)) await completeSignature(call, h.house, job.id)
  const source = await storedSource(house.dataDir, (await findPaper(h.db, { id }))!.fileSha256)
  t.after(source.close)
  const report = await verifyPdf(bytesSource(await source.read(0, source.size)), { anchors: h.anchors, now: NOW })
  assert.equal(report.verdict, 'VALID')
})

test('PSS is taken where the token has it, hashing inside or here; then v1.5; nothing else', () => {
  const chosen = (...offered: string[]) => decideMechanism(new Set(offered), PSS)
  assert.equal(chosen('RSA_PKCS', 'SHA256_RSA_PKCS', 'RSA_PKCS_PSS', 'SHA256_RSA_PKCS_PSS').name, 'SHA256_RSA_PKCS_PSS')
  assert.equal(chosen('RSA_PKCS', 'SHA256_RSA_PKCS', 'RSA_PKCS_PSS').name, 'RSA_PKCS_PSS')
  assert.equal(chosen('RSA_PKCS', 'SHA256_RSA_PKCS').name, 'SHA256_RSA_PKCS')
  assert.throws(() => chosen('SHA1_RSA_PKCS'), { code: 'signing.token-cannot' })
  assert.throws(() => decideMechanism(new Set(['RSA_PKCS']), { kind: 'ecdsa', digest: 'SHA-256' }), {
    code: 'signing.token-cannot',
  })
})

test('a token that does not hash is handed the digest with its name: the value verifies as one over the bytes', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const bytes = Buffer.from('Quyết định')
  const mechanism = decideMechanism(new Set(['RSA_PKCS']), PSS)
  assert.equal(mechanism.algorithm.kind, 'rsa-pkcs1')
  const padding = constants.RSA_PKCS1_PADDING
  const value = privateEncrypt({ key: privateKey, padding }, handedOver(mechanism, bytes))
  assert.deepEqual(value, sign('sha256', bytes, privateKey))
  assert.ok(createVerify('sha256').update(bytes).verify(publicKey, value))
})
