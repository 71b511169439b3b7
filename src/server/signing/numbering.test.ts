import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { inTransaction } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { askSignature, completeSignature, dateWords, giveNumber, sealPaper, signPaper } from './index.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, aSigningHouse, callOf, clerk, givePostAndSeal, leader, PIN } from './testing.ts'

after(stopSetters)

test('fifty writers at once, half of whom fail: numbers have no gap and none is given twice; each year and type has its own', async (t) => {
  const h = await aSigningHouse(t)
  const series = { series: 'QĐ', symbol: 'QĐ-UBND' }
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, at) =>
      inTransaction(callOf(h.db, clerk), async (within) => {
        const { number } = await giveNumber(within, 'xa-liem-phong', series, { subject: 'Quyết định thử' })
        if (at % 2 === 1) throw new Error('fails after its number was given')
        return number
      }),
    ),
  )
  const given = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  assert.deepEqual(
    given.sort((a, b) => a - b),
    Array.from({ length: 25 }, (_, at) => at + 1),
  )
  const next = (at: string, one = series) =>
    inTransaction(callOf(h.db, clerk, new Date(at)), (within) =>
      giveNumber(within, 'xa-liem-phong', one, { subject: 'Thử' }),
    )
  assert.equal((await next('2026-12-31T16:59:00Z')).notation, '26/QĐ-UBND')
  assert.equal((await next('2026-12-31T17:00:00Z')).notation, '01/QĐ-UBND', 'the year is that of Viet Nam')
  assert.equal((await next('2026-11-24T02:00:00Z', { series: 'PBS', symbol: 'PBS' })).notation, '01/PBS')
  assert.equal((await next('2026-11-24T02:00:00Z', { series: 'Sổ khai sinh', symbol: '{year}' })).notation, '01/2026')
  const { rows } = await h.pool.query(
    `select count(*)::int as entries, max(number) as last from paper_book_entry where kind = 'QĐ' and year = 2026`,
  )
  assert.deepEqual(rows, [{ entries: 26, last: 26 }], 'every number given stands in the book, once')
})

test('a seal that fails gives its number back, and the paper stays as it was', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const [one, two] = [await aDecision(h), await aDecision(h)]
  for (const paper of [one, two]) {
    await signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
    for (const job of await listSignatureJobs(h.db, paper.id))
      await completeSignature(callOf(h.db, leader), h.house, job.id)
    await askSignature(callOf(h.db, leader), {
      ...{ paperId: paper.id, key: 'dau', to: { queue: 'xa-liem-phong/records-clerk' } },
      numbering: { series: 'QĐ', symbol: 'QĐ-UBND' },
    })
  }
  const before = await findPaper(h.db, one)
  const seal = (paperId: string) => sealPaper(callOf(h.db, clerk), h.house, { paperId, key: 'dau', secret: PIN })
  await h.pool.query('alter table signature_job add constraint broken check (field <> $$dau$$)')
  await assert.rejects(seal(one.id))
  assert.deepEqual(await findPaper(h.db, one), before)
  await h.pool.query('alter table signature_job drop constraint broken')
  assert.equal((await seal(two.id)).notation, '01/QĐ-UBND')
  const { rows } = await h.pool.query('select paper_id, number from paper_book_entry')
  assert.deepEqual(rows, [{ paper_id: two.id, number: 1 }], 'the book names the paper')
  assert.equal((await seal(one.id)).notation, '02/QĐ-UBND')
})

test('a date is written with a zero before days to 9 and months 1 and 2', () => {
  assert.equal(dateWords('Hà Nam', '2026-02-05'), 'Hà Nam, ngày 05 tháng 02 năm 2026')
  assert.equal(dateWords('', '2026-03-24'), 'ngày 24 tháng 3 năm 2026')
})

test('when the timestamp authority is away the signature waits, says why, and is completed later; nothing is half-signed', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  await givePostAndSeal(h)
  const paper = await aDecision(h)
  await signPaper(callOf(h.db, leader), h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  const signed = await findPaper(h.db, paper)
  h.house.validation.stamp = () => Promise.reject(new Error('the timestamp authority does not answer'))
  const [job] = await listSignatureJobs(h.db, paper.id)
  await completeSignature(callOf(h.db, leader), h.house, job!.id)
  const [waiting] = await listSignatureJobs(h.db, paper.id)
  assert.deepEqual([waiting?.state, waiting?.tries], ['waiting', 1])
  assert.match(waiting?.lastError ?? '', /does not answer/)
  assert.deepEqual(await findPaper(h.db, paper), signed)
  h.house.validation.stamp = h.inside.stamp
  h.house.validation.revocationOf = () => Promise.reject(new Error('OCSP is away'))
  await completeSignature(callOf(h.db, leader), h.house, job!.id)
  assert.deepEqual(await findPaper(h.db, paper), signed, 'a timestamp without revocation data is not kept either')
  h.house.validation.revocationOf = h.inside.revocationOf
  await completeSignature(callOf(h.db, leader), h.house, job!.id)
  await completeSignature(callOf(h.db, leader), h.house, job!.id)
  assert.deepEqual(
    (await listSignatureJobs(h.db, paper.id)).map((each) => each.level),
    ['B-LT'],
  )
})
