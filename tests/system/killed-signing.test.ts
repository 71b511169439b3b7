import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { AT, aHouse, jobsOf, killAt, points } from './killed.ts'

after(stopSetters)

test('kill -9 while a leader signs: the paper is the old one or the new one, whole, with its job or without both', async (t) => {
  const h = await aHouse(t)
  // The key of the demonstration is made on first use: once before anything is killed.
  await h.sign((await h.aPaper()).id)
  for (const point of points) {
    const paper = await h.aPaper()
    await killAt(h, { act: 'sign', point, paperId: paper.id })
    const left = (await findPaper(h.db, paper))!
    const isNew = point === 'after-commit'
    assert.deepEqual([left.state, left.revision], isNew ? ['signing', 2] : ['set', 1], point)
    assert.deepEqual(await jobsOf(h, paper.id), isNew ? [{ field: 'lanh-dao', queued: true }] : [], point)
    assert.equal((await h.verify(paper.id)).signatures.length, isNew ? 1 : 0, point)
    if (!isNew) await h.sign(paper.id)
    await h.complete()
    const report = await h.verify(paper.id)
    assert.deepEqual([report.verdict, report.signatures.length], ['VALID', 1], point)
  }
})

test('kill -9 while a records clerk numbers and seals: no number is lost or given twice, and the paper is whole', async (t) => {
  const h = await aHouse(t)
  const notations: (string | null)[] = []
  const signed = async () => {
    const paper = await h.aPaper()
    await h.sign(paper.id)
    await h.complete()
    return paper
  }
  const first = await signed()
  await h.seal(first.id)
  notations.push((await findPaper(h.db, first))!.notation)
  for (const point of points) {
    const paper = await signed()
    const before = (await findPaper(h.db, paper))!
    await killAt(h, { act: 'seal', point, paperId: paper.id })
    const left = (await findPaper(h.db, paper))!
    const isNew = point === 'after-commit'
    if (isNew) assert.equal(left.revision, before.revision + 1)
    else assert.deepEqual(left, before, point)
    assert.equal(left.notation === null, !isNew, point)
    assert.equal((await jobsOf(h, paper.id)).length, isNew ? 2 : 1, point)
    assert.equal((await h.verify(paper.id)).signatures.length, isNew ? 2 : 1, point)
    if (!isNew) await h.seal(paper.id)
    await h.complete()
    const report = await h.verify(paper.id)
    assert.deepEqual([report.verdict, report.signatures.length], ['VALID', 2], point)
    const whole = (await findPaper(h.db, paper))!
    assert.equal(whole.state, 'valid')
    notations.push(whole.notation)
  }
  assert.deepEqual(
    notations,
    Array.from({ length: points.length + 1 }, (_, at) => `0${at + 1}/QĐ-UBND`),
    'gap-free and none double, although four were killed',
  )
  const { rows } = await h.pool.query<{ number: number }>(
    "select number from paper_book_entry where organisation_id = $1 and kind = 'Quyết định' order by number",
    [AT],
  )
  assert.deepEqual(
    rows.map((row) => row.number),
    notations.map((_, at) => at + 1),
    'the book says the same',
  )
})
