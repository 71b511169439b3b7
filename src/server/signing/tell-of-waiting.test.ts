import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { listNotices } from '#server/notices/index.ts'
import { stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { completeSignature, outageOver, signPaper, signatureWaits, tellOfOutageOver, tellOfWaiting } from './index.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, aSigningHouse, callOf, givePostAndSeal, leader, NOW, PIN } from './testing.ts'

after(stopSetters)

test('when the timestamp authority is away, signer and administrator read it once, and the signer that it is over', async (t) => {
  listen(signatureWaits, tellOfWaiting)
  listen(outageOver, tellOfOutageOver)
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const { id: account } = await h.db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'chutich.liemphong')
    .executeTakeFirstOrThrow()
  const { id: administrator } = await h.db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'quantri')
    .executeTakeFirstOrThrow()
  const call = callOf(h.db, { ...leader, id: account })
  const paper = await aDecision(h)
  await signPaper(call, h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  const [job] = await listSignatureJobs(h.db, paper.id)
  const away = async () => Promise.reject(new Error('tsa.example answers 503'))
  const without = { ...h.house, validation: { ...h.house.validation, stamp: away } }
  for (const _ of [1, 2, 3]) {
    await completeSignature(call, without, job!.id)
    await pumpAnnouncements(h.db, NOW)
  }
  const told = async (accountId: string) =>
    (await listNotices(h.db, accountId))
      .filter((each) => ['signature-waits', 'signature-waits-over'].includes(each.kind))
      .map((each) => [each.kind, each.href])
  assert.deepEqual(await told(account), [['signature-waits', '/ky-so']])
  assert.deepEqual(await told(administrator), [['signature-waits', '/quan-tri/ky-so']])

  await completeSignature(call, h.house, job!.id)
  await pumpAnnouncements(h.db, NOW)
  for (const each of [account, administrator])
    assert.deepEqual((await told(each)).map(([kind]) => kind).toSorted(), ['signature-waits', 'signature-waits-over'])
})
