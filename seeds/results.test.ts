import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { listInbox } from '#server/dossiers/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { listPublicationWork } from '#server/procedures/index.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { listWaiting, signingHouse, type SigningHouse } from '#server/signing/index.ts'
import { actorAt } from './carry.ts'
import { seedDemonstrationResults } from './results.ts'

after(stopSetters)

let db: Db
let house: SigningHouse
const leave: (() => unknown)[] = []
let now = new Date('2026-11-24T02:00:00Z').getTime()
const clock = () => new Date((now += 1000))
const as = async (login: string): Promise<Call> => ({ db, actor: await actorAt(db, login, clock()), now: clock() })

before(async () => {
  const made = await testDatabase({ after: (work) => void leave.push(work as () => unknown) }, 'dinh_demonstration')
  db = made.db
  await migrateJobs(made.pool)
  const dataDir = mkdtempSync('/tmp/dinh-seeds-')
  leave.unshift(() => rmSync(dataDir, { recursive: true, force: true }))
  house = await signingHouse(db, { ...readSettings(), dataDir, demonstration: true }, clock)
  // Stopped in the middle as by somebody who ends the first start, then started again.
  const stop = new AbortController()
  const stopping = () => {
    if (now > Date.UTC(2026, 10, 24, 2, 1)) stop.abort()
    return clock()
  }
  await seedDemonstrationResults({ db, house, clock: stopping, worker: false, stop: stop.signal })
  assert.ok(stop.signal.aborted)
  await seedDemonstrationResults({ db, house, clock, worker: false })
})
after(async () => {
  for (const each of leave) await each()
})

test('bản trình diễn có thẻ chờ in, một thẻ đã in, và sổ của xã, của sở có số do chính cán bộ ở đó ký, đóng dấu', async () => {
  const books = await db
    .selectFrom('paper_book')
    .select(['organisation_id', 'last'])
    .orderBy('organisation_id')
    .execute()
  assert.deepEqual(
    books.map((book) => [book.organisation_id, book.last]),
    [
      ['so-tu-phap', 2],
      ['xa-liem-phong', 3],
    ],
  )
  const cards = await db.selectFrom('card').select(['state', 'serial_words']).execute()
  assert.deepEqual(cards, [{ state: 'printed', serial_words: 'HN 000001' }])
  await seedDemonstrationResults({ db, house, clock, worker: false })
  assert.equal((await db.selectFrom('card').select('state').execute()).length, 1, 'once')
})

const LEADERS = [
  ['chutich.liemphong', 5],
  ['phochutich.liemphong', 5],
  ['chutich.phuly', 5],
  ['phochutich.phuly', 5],
  ['chutich.tinh', 5],
  ['giamdoc.tuphap', 5],
  ['phogiamdoc.tuphap', 5],
  ['giamdoc.gtvt', 5],
  ['giamdoc.datdai', 5],
] as const
for (const [login, least] of LEADERS)
  test(`${login} đăng nhập thì có ít nhất ${least} văn bản chờ ký, việc nào ở bước quyết định cũng có văn bản`, async () => {
    const call = await as(login)
    const waiting = await listWaiting(call, 'sign')
    assert.ok(waiting.length >= least, `${waiting.length} papers`)
    const { items: lines } = await listInbox(call, {})
    assert.ok(lines.length >= least, `${lines.length} lines`)
  })

for (const login of ['truongqldt.phuly', 'truongphong.tuphap', 'truongphong.gtvt', 'vanthu.liemphong', 'vanthu.tuphap'])
  test(`${login} có việc chờ xem hoặc đóng dấu`, async () => {
    const { items: lines } = await listInbox(await as(login), {})
    assert.ok(lines.length >= 2, `${lines.length} lines`)
  })

test('kiểm soát thủ tục có bản chờ kiểm tra, Chủ tịch tỉnh có bản chờ công bố', async () => {
  assert.equal((await listPublicationWork(await as('kstthc'), 'submitted')).length, 2)
  assert.equal((await listPublicationWork(await as('chutich.tinh'), 'checked')).length, 1)
})

test('every drafted paper of the demonstration says something of its own, never "Theo hồ sơ"', async () => {
  const papers = await db.selectFrom('dossier_result').select(['template_key', 'data']).execute()
  assert.ok(papers.length > 30, `${papers.length}`)
  for (const { template_key, data } of papers)
    for (const [key, value] of Object.entries(data as Record<string, unknown>))
      assert.doesNotMatch(JSON.stringify(value), /Theo hồ sơ|Đã đối chiếu/, `${template_key} ${key}`)
})
