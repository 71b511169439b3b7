import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Turns } from './turns.ts'

/** Works that end when they are told to. */
function aHall(places: number) {
  const turns = new Turns(places)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const come = (name: string) =>
    turns.take(name[0]!, () => {
      begun.push(name)
      return new Promise<void>((resolve) => void ends.set(name, resolve))
    })
  const end = async (name: string) => {
    ends.get(name)!()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { come, begun, end }
}

test('many slow files of one network leave a place for the file of another', async () => {
  const { come, begun, end } = aHall(2)
  const all = ['a1', 'a2', 'a3', 'b1'].map(come)
  assert.deepEqual(begun, ['a1', 'b1'])
  await end('b1')
  assert.deepEqual(begun, ['a1', 'b1'], 'one network does not hold both')
  await end('a1')
  await end('a2')
  await end('a3')
  assert.deepEqual(begun, ['a1', 'b1', 'a2', 'a3'])
  await Promise.all(all)
})

test('those that wait are taken network by network', async () => {
  const { come, begun, end } = aHall(2)
  const all = ['a1', 'b1', 'a2', 'a3', 'c1', 'b2', 'd1'].map(come)
  for (const name of ['a1', 'b1', 'c1', 'd1', 'a2', 'b2', 'a3']) await end(name)
  assert.deepEqual(begun, ['a1', 'b1', 'c1', 'd1', 'a2', 'b2', 'a3'])
  await Promise.all(all)
})

test('with one place everybody comes to their turn, and a work that fails gives its place back', async () => {
  const turns = new Turns(1)
  const fails = turns.take('a', () => Promise.reject(new Error('no')))
  const works = turns.take('a', () => Promise.resolve('yes'))
  await assert.rejects(fails)
  assert.equal(await works, 'yes')
})
