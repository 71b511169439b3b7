import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from './refusal.ts'
import { Turns } from './turns.ts'

/** Works that last until they are let go. */
function aHall(places: { most: number; each: number }) {
  const turns = new Turns(places)
  const ends: (() => void)[] = []
  const come = (name: string, work = () => new Promise<string>((resolve) => void ends.push(() => resolve('xong')))) =>
    turns.take(name, work).catch((error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)))
  return { come, ends }
}

test('where all places are taken whoever comes is told "later" at once; one asker never takes the places of all', async () => {
  const { come, ends } = aHall({ most: 3, each: 2 })
  const taken = [come('a'), come('a')]
  assert.equal(await come('a'), 'platform.busy', 'two are theirs, the third comes later')
  taken.push(come('b'))
  assert.equal(await come('c'), 'platform.busy', 'all three are taken')
  ends.shift()!()
  await taken[0]
  const next = come('c')
  for (const end of ends) end()
  assert.deepEqual(await Promise.all([...taken, next]), ['xong', 'xong', 'xong', 'xong'])
})

test('a work that fails gives its place back', async () => {
  const { come, ends } = aHall({ most: 1, each: 1 })
  await assert.rejects(
    come('a', () => Promise.reject(new Error('hỏng'))),
    /hỏng/,
  )
  const next = come('a')
  ends[0]!()
  assert.equal(await next, 'xong')
})
