import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { newId } from '#server/platform/ids.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { cloudSigning } from '../../../tests/fakes/cloud-signing.ts'
import { signPaper } from './index.ts'
import { openCloud } from './keys/cloud-key.ts'
import { storedSource } from './paper-file.ts'
import { insertKey } from './queries.ts'
import { aDecision, aSigningHouse, callOf, giveKey, leader, NOW } from './testing.ts'

after(stopSetters)
const skip = spawnSync('openssl', ['version']).status === 0 ? false : 'no openssl'

test(
  'a key of a remote service signs a paper: PIN and one-time code for each, only the hash goes out',
  { skip },
  async (t) => {
    const h = await aSigningHouse(t)
    await migrateJobs(h.pool)
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }))
    const certificate = await giveKey(h, {
      ...{ organisationId: 'xa-liem-phong', postId: leader.postId!, spki },
      profile: { kind: 'person', name: leader.name, organisation: 'Ủy ban nhân dân xã Liêm Phong' },
    })
    const facts = { credentialId: 'credential-1' }
    await insertKey(h.db, { id: newId(NOW), certificateId: certificate.id, kind: 'csc', facts }, NOW)
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    assert.equal(createPrivateKey(key).asymmetricKeyType, 'ec')
    const fake = await cloudSigning({ key, certificate: certificate.der, pin: '998877', code: '123123' })
    t.after(fake.close)
    const service = { address: fake.address, clientId: 'dinh', clientSecret: 'secret' }
    const house = { ...h.house, cloud: service }

    const cloud = await openCloud(service)
    assert.deepEqual(await cloud.list(), ['credential-1'])
    const info = (await cloud.info('credential-1')) as { cert: { certificates: string[] } }
    assert.equal(info.cert.certificates[0], Buffer.from(certificate.der).toString('base64'))

    const paper = await aDecision(h)
    const sign = (secret: string, oneTimeCode: string) =>
      signPaper(callOf(h.db, leader), house, { paperId: paper.id, key: 'lanh-dao', secret, oneTimeCode })
    await assert.rejects(sign('000000', '123123'), { code: 'signing.service-wrong-pin' })
    await assert.rejects(sign('998877', '000000'), { code: 'signing.service-wrong-pin' })
    fake.state.isAway = true
    await assert.rejects(sign('998877', '123123'), { code: 'signing.service-away' })
    fake.state.isAway = false
    assert.equal(fake.state.signed, 0)
    const signed = await sign('998877', '123123')
    assert.equal(fake.state.signed, 1)
    const source = await storedSource(h.house.dataDir, signed.fileSha256)
    t.after(source.close)
    const whole = bytesSource(await source.read(0, source.size))
    const report = await verifyPdf(whole, { anchors: h.anchors, now: NOW })
    // Not yet completed by the job: sound, but without revocation data nobody says VALID.
    assert.deepEqual(
      report.signatures.map((each) => [each.code, each.level]),
      [['no-revocation-data', 'B-B']],
    )
  },
)
