import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto'
import { after, test, type TestContext } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { newId } from '#server/platform/ids.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { askSignature, completeSignature, finishAtAgent, prepareAtAgent, sealPaper, signPaper } from './index.ts'
import { storedSource } from './paper-file.ts'
import { insertKey } from './queries.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, aSigningHouse, callOf, clerk, giveKey, leader, NOW, PIN } from './testing.ts'

after(stopSetters)
const AT = 'xa-liem-phong'
const organisation = 'Ủy ban nhân dân xã Liêm Phong'

/** What a token does: signs the attributes it is given. */
const tokenSigns = (key: KeyObject, content: string) =>
  signWith('sha256', Buffer.from(content, 'base64'), key).toString('base64')
const newToken = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

async function aHouseWithTokens(t: TestContext) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const [own, seal] = [newToken(), newToken()]
  const spkiOf = ({ publicKey }: typeof own) => new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const person = await giveKey(h, {
    ...{ organisationId: AT, postId: leader.postId!, spki: spkiOf(own) },
    profile: { kind: 'person', name: leader.name, organisation },
  })
  await insertKey(h.db, { id: newId(NOW), certificateId: person.id, kind: 'agent' }, NOW)
  // Of this one only the certificate is known here: where an agent is set, its key is with its holder.
  await giveKey(h, { organisationId: AT, spki: spkiOf(seal), profile: { kind: 'organisation', name: organisation } })
  return { ...h, house: { ...h.house, agent: 'ws://127.0.0.1:8987' }, own, seal }
}

test('a token at the signer’s machine signs: prepared here, signed elsewhere, laid in; seal and number likewise', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const asLeader = callOf(h.db, leader)
  await assert.rejects(signPaper(asLeader, h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN }), {
    code: 'signing.key-at-agent',
  })
  const prepared = await prepareAtAgent(asLeader, h.house, { paperId: paper.id, key: 'lanh-dao' })
  const value = tokenSigns(h.own.privateKey, prepared.content)
  const signed = await finishAtAgent(asLeader, h.house, { preparationId: prepared.id, value })
  assert.equal(signed.state, 'signing')
  for (const job of await listSignatureJobs(h.db, paper.id)) await completeSignature(asLeader, h.house, job.id)

  const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
  await askSignature(asLeader, { paperId: paper.id, key: 'dau', to: { queue: `${AT}/records-clerk` }, numbering })
  const asClerk = callOf(h.db, clerk)
  const seal = await prepareAtAgent(asClerk, h.house, { paperId: paper.id, key: 'dau' })
  assert.equal(seal.notation, '01/QĐ-UBND')
  const sealed = await finishAtAgent(asClerk, h.house, {
    ...{ preparationId: seal.id, value: tokenSigns(h.seal.privateKey, seal.content) },
  })
  assert.equal(sealed.notation, '01/QĐ-UBND')
  for (const job of await listSignatureJobs(h.db, paper.id)) await completeSignature(asClerk, h.house, job.id)

  const { fileSha256 } = (await findPaper(h.db, { id: paper.id }))!
  const source = await storedSource(h.house.dataDir, fileSha256)
  t.after(source.close)
  const report = await verifyPdf(bytesSource(await source.read(0, source.size)), { anchors: h.anchors, now: NOW })
  assert.deepEqual(
    report.signatures.map((each) => [each.verdict, each.level]),
    [
      ['VALID', 'B-LT'],
      ['VALID', 'B-LT'],
    ],
  )
})

test('a value that another token made, or no value at all, does not get into the paper', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const call = callOf(h.db, leader)
  const { id, content } = await prepareAtAgent(call, h.house, { paperId: paper.id, key: 'lanh-dao' })
  const finish = (value: string) => finishAtAgent(call, h.house, { preparationId: id, value })
  await assert.rejects(finish(tokenSigns(newToken().privateKey, content)), { code: 'signing.agent-other-key' })
  const otherWords = Buffer.from('something else').toString('base64')
  await assert.rejects(finish(tokenSigns(h.own.privateKey, otherWords)), { code: 'signing.agent-other-key' })
  await assert.rejects(finish('<html>'), { code: 'signing.agent-value-wrong' })
  assert.equal((await listSignatureJobs(h.db, paper.id)).length, 0)
  await finish(tokenSigns(h.own.privateKey, content))
  assert.equal((await listSignatureJobs(h.db, paper.id)).length, 1)
})

test('what was prepared is stale after ten minutes, for another person, on a changed paper, and once it was used', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const call = callOf(h.db, leader)
  const prepare = () => prepareAtAgent(call, h.house, { paperId: paper.id, key: 'lanh-dao' })
  const first = await prepare()
  const value = tokenSigns(h.own.privateKey, first.content)
  const stale = { code: 'signing.preparation-stale' }
  const later = callOf(h.db, leader, new Date(NOW.getTime() + 11 * 60_000))
  await assert.rejects(finishAtAgent(later, h.house, { preparationId: first.id, value }), stale)
  const other = callOf(h.db, { ...leader, id: 'acc-other' })
  await assert.rejects(finishAtAgent(other, h.house, { preparationId: first.id, value }), stale)
  await h.db
    .updateTable('paper')
    .set({ revision: paper.revision + 1 })
    .where('id', '=', paper.id)
    .execute()
  await assert.rejects(finishAtAgent(call, h.house, { preparationId: first.id, value }), stale)
  const second = await prepare()
  await assert.rejects(finishAtAgent(call, h.house, { preparationId: first.id, value }), stale)
  const again = { preparationId: second.id, value: tokenSigns(h.own.privateKey, second.content) }
  await finishAtAgent(call, h.house, again)
  await assert.rejects(finishAtAgent(call, h.house, again), stale)
})

test('a number that somebody else took meanwhile is not given twice: the seal is prepared anew', async (t) => {
  const h = await aHouseWithTokens(t)
  const [paper, faster] = [await aDecision(h), await aDecision(h)]
  const call = callOf(h.db, leader)
  for (const { id } of [paper, faster]) {
    const { id: preparationId, content } = await prepareAtAgent(call, h.house, { paperId: id, key: 'lanh-dao' })
    await finishAtAgent(call, h.house, { preparationId, value: tokenSigns(h.own.privateKey, content) })
    for (const job of await listSignatureJobs(h.db, id)) await completeSignature(call, h.house, job.id)
    const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
    await askSignature(call, { paperId: id, key: 'dau', to: { queue: `${AT}/records-clerk` }, numbering })
  }
  const asClerk = callOf(h.db, clerk)
  const seal = async (paperId: string) => {
    const { id, content } = await prepareAtAgent(asClerk, h.house, { paperId, key: 'dau' })
    return { preparationId: id, value: tokenSigns(h.seal.privateKey, content) }
  }
  const slow = await seal(paper.id)
  assert.equal((await finishAtAgent(asClerk, h.house, await seal(faster.id))).notation, '01/QĐ-UBND')
  await assert.rejects(finishAtAgent(asClerk, h.house, slow), { code: 'signing.preparation-stale' })
  assert.equal((await finishAtAgent(asClerk, h.house, await seal(paper.id))).notation, '02/QĐ-UBND')
  await assert.rejects(sealPaper(asClerk, h.house, { paperId: paper.id, key: 'dau', secret: PIN }), {
    code: 'signing.place-signed',
  })
})
