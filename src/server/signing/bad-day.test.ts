import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import { listNotices } from '#server/notices/index.ts'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { inTransaction } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { newId } from '#server/platform/ids.ts'
import { anActor } from '#server/platform/testing.ts'
import { verifyPdf } from '#server/signatures/index.ts'
import { cloudSigning } from '../../../tests/fakes/cloud-signing.ts'
import {
  askSignature,
  completeSignature,
  listWaiting,
  listWaitingJobs,
  outageOver,
  retrySignatures,
  signatureWaits,
  signMany,
  tellOfOutageOver,
  tellOfWaiting,
  viewOutage,
} from './index.ts'
import { endOutage } from './outage-queries.ts'
import { storedSource } from './paper-file.ts'
import { completeSignatureJob } from './request-queries.ts'
import { insertKey } from './queries.ts'
import {
  aDecision,
  aSigningHouse,
  callOf,
  giveKey,
  givePostAndSeal,
  leader,
  NOW,
  PIN,
  type TestHouse,
} from './testing.ts'

after(stopSetters)
listen(signatureWaits, tellOfWaiting)
listen(outageOver, tellOfOutageOver)
const TWENTY = 20

async function twenty(h: TestHouse) {
  const papers: { paperId: string; key: string }[] = []
  for (let at = 0; at < TWENTY; at += 1) {
    const { id: paperId } = await aDecision(h)
    const place = { paperId, key: 'lanh-dao' }
    await askSignature(callOf(h.db, leader), { ...place, to: { queue: 'xa-liem-phong/leader' } })
    papers.push(place)
  }
  return papers
}
const accountOf = async (h: TestHouse, login: string) =>
  (await h.db.selectFrom('account').select('id').where('login_name', '=', login).executeTakeFirstOrThrow()).id
const jobs = (h: TestHouse) => h.db.selectFrom('signature_job').select(['id', 'state']).execute()

for (const [what, part] of [
  ['nơi cấp dấu thời gian', 'stamp'],
  ['nơi cho biết trạng thái chứng thư số', 'revocationOf'],
] as const)
  test(`${what} vắng giữa lúc ký lô 20 văn bản: cả 20 đã ký, chờ và tự xong; quản trị và người ký được báo một lần, không phải 20 lần`, async (t) => {
    const h = await aSigningHouse(t)
    await migrateJobs(h.pool)
    await givePostAndSeal(h)
    const [signer, administrator] = [await accountOf(h, 'chutich.liemphong'), await accountOf(h, 'quantri')]
    const call = callOf(h.db, { ...leader, id: signer })
    const outcomes = await signMany(call, h.house, { papers: await twenty(h), secret: PIN })
    assert.ok(
      outcomes.every((each) => each.done),
      'signing itself asks nobody outside',
    )

    const away = {
      ...h.house,
      validation: { ...h.house.validation, [part]: () => Promise.reject(new Error('pki.example answers 503')) },
    }
    const all = await jobs(h)
    assert.equal(all.length, TWENTY)
    for (const round of [1, 2]) {
      for (const { id } of all) await completeSignature(call, away, id)
      await pumpAnnouncements(h.db, NOW)
      assert.equal((await jobs(h)).filter((each) => each.state === 'waiting').length, TWENTY, `round ${round}`)
    }
    const told = async (id: string) =>
      (await listNotices(h.db, id)).filter((each) => each.kind.startsWith('signature-waits')).map((each) => each.kind)
    assert.deepEqual(await told(signer), ['signature-waits'])
    assert.deepEqual(await told(administrator), ['signature-waits'])
    const operator = callOf(h.db, anActor({ 'signing.administer': ['xa-liem-phong'] }))
    const seen = (await viewOutage(operator))!
    assert.deepEqual([seen.waiting, seen.why], [TWENTY, 'pki.example answers 503'])
    assert.equal(await viewOutage(callOf(h.db, leader)), null)
    assert.ok((await listWaitingJobs(operator)).every((each) => each.tries === 2))

    assert.equal(await retrySignatures(operator), TWENTY)
    for (const { id } of all.slice(1)) await completeSignature(call, h.house, id)
    await pumpAnnouncements(h.db, NOW)
    assert.deepEqual(await told(signer), ['signature-waits'], 'one still waits')
    await completeSignature(call, h.house, all[0]!.id)
    await pumpAnnouncements(h.db, NOW)
    assert.deepEqual((await told(signer)).toSorted(), ['signature-waits', 'signature-waits-over'])
    assert.deepEqual((await told(administrator)).toSorted(), ['signature-waits', 'signature-waits-over'])
    assert.equal(await viewOutage(operator), null)
    const source = await storedSource(
      h.house.dataDir,
      (await findPaper(h.db, { id: outcomes[0]!.paperId }))!.fileSha256,
    )
    assert.equal((await verifyPdf(source, { anchors: h.anchors, now: NOW })).verdict, 'VALID')
    await source.close()

    // A second outage is another one: told again, once.
    const { id: paperId } = await aDecision(h)
    await signMany(call, h.house, { papers: [{ paperId, key: 'lanh-dao' }], secret: PIN })
    const fresh = (await jobs(h)).find((each) => each.state === 'waiting')!
    await completeSignature(call, away, fresh.id)
    await pumpAnnouncements(h.db, NOW)
    assert.equal((await told(administrator)).filter((kind) => kind === 'signature-waits').length, 2)
  })

test('hai việc cùng hỏng một lúc mở một lần gián đoạn, không phải hai', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const call = callOf(h.db, leader)
  const papers = (await twenty(h)).slice(0, 4)
  await signMany(call, h.house, { papers, secret: PIN })
  // All four wait for each other's failure, so that they write at the same time.
  let open: () => void = () => {}
  let waiting = 0
  const gate = new Promise<void>((resolve) => (open = resolve))
  const stamp = async () => {
    waiting += 1
    if (waiting === 4) open()
    await gate
    throw new Error('tsa.example answers 503')
  }
  const away = { ...h.house, validation: { ...h.house.validation, stamp } }
  await Promise.all((await jobs(h)).map(({ id }) => completeSignature(call, away, id)))
  assert.equal((await h.db.selectFrom('signing_outage').select('id').execute()).length, 1)
})

test('hai chữ ký cuối cùng xong một lúc thì gián đoạn kết thúc, và kết thúc một lần', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const call = callOf(h.db, leader)
  await signMany(call, h.house, { papers: (await twenty(h)).slice(0, 2), secret: PIN })
  const both = await jobs(h)
  const [one, other] = [both[0]!, both[1]!]
  const stamp = () => Promise.reject(new Error('tsa.example answers 503'))
  const away = { ...h.house, validation: { ...h.house.validation, stamp } }
  for (const { id } of [one, other]) await completeSignature(call, away, id)
  let isOver = false
  let second: Promise<void> | undefined
  await inTransaction(call, async (within) => {
    await completeSignatureJob(within.db, one.id, { level: 'B-LT', weakensAt: null })
    assert.equal(await endOutage(within.db, NOW), undefined, 'the other still waits')
    second = completeSignature(call, h.house, other.id).then(() => void (isOver = true))
    const isHeld = async () =>
      (
        await h.pool.query(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
      ).rows.length > 0
    while (!isOver && !(await isHeld())) await new Promise((resolve) => setTimeout(resolve, 20))
  })
  await second
  const outages = await h.db.selectFrom('signing_outage').select('ended_at').execute()
  assert.deepEqual(
    outages.map((each) => each.ended_at !== null),
    [true],
  )
})

test('khóa ký vắng giữa lúc ký lô 20 văn bản: văn bản trước đã ký, văn bản sau nói lý do, có lại thì ký tiếp đúng những văn bản ấy', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = await giveKey(h, {
    ...{ organisationId: 'xa-liem-phong', postId: leader.postId! },
    spki: new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' })),
    profile: { kind: 'person', name: leader.name, organisation: 'Ủy ban nhân dân xã Liêm Phong' },
  })
  const facts = { credentialId: 'credential-1' }
  await insertKey(h.db, { id: newId(NOW), certificateId: certificate.id, kind: 'csc', facts }, NOW)
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const fake = await cloudSigning({ key, certificate: certificate.der, pin: PIN, code: '123123' })
  t.after(fake.close)
  const house = { ...h.house, cloud: { address: fake.address, clientId: 'dinh', clientSecret: 'secret' } }
  const call = callOf(h.db, { ...leader, queues: ['xa-liem-phong/leader'] })
  const papers = await twenty(h)
  let isPulled = true
  Object.defineProperty(fake.state, 'isAway', { get: () => isPulled && fake.state.signed >= 8 })
  const wish = { papers, secret: PIN, oneTimeCode: '123123' }
  const first = await signMany(call, house, wish)
  const failed = first.filter((each) => !each.done)
  assert.deepEqual([first.length - failed.length, failed.length], [8, 12])
  assert.ok(failed.every((each) => each.code === 'signing.service-away'))
  for (const { paperId } of failed)
    assert.equal((await findPaper(h.db, { id: paperId }))!.state, 'set', 'not half-signed')
  const waiting = await listWaiting(call, 'sign')
  assert.deepEqual(
    [waiting.length, [...new Set(waiting.map((each) => each.lastFailure))]],
    [12, ['signing.service-away']],
  )
  isPulled = false
  const again = await signMany(call, house, wish)
  assert.equal(again.filter((each) => each.done).length, 12)
  assert.ok(again.filter((each) => !each.done).every((each) => each.code === 'signing.place-signed'))
  assert.equal((await listWaiting(call, 'sign')).length, 0)
  assert.deepEqual([(await jobs(h)).length, fake.state.signed], [TWENTY, TWENTY], 'each signed once')
})

test('lỗi của hệ thống ở một văn bản trong lô không giấu kết quả của những văn bản khác', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const papers = await twenty(h)
  let asked = 0
  const { certificateOfPost } = h.house.register
  const register = {
    ...h.house.register,
    certificateOfPost: async (...given: Parameters<typeof certificateOfPost>) => {
      asked += 1
      if (asked === 5) throw new Error('the disk is full')
      return certificateOfPost(...given)
    },
  }
  const outcomes = await signMany(callOf(h.db, leader), { ...h.house, register }, { papers, secret: PIN })
  const failed = outcomes.filter((each) => !each.done)
  assert.deepEqual(
    failed.map((each) => each.code),
    ['signing.broke'],
  )
  const again = await signMany(callOf(h.db, leader), h.house, { papers: failed, secret: PIN })
  assert.deepEqual(
    again.map((each) => each.done),
    [true],
  )
})
