import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setSource } from './set.ts'
import { residentBytes, Setters } from './setters.ts'

const at = new Date('2026-11-24T02:00:00Z')
const PAPER = '#import "/nd30.typ": *\n#show: sheet\nGiấy thử'
const paper = { source: PAPER, data: {}, at: at.getTime(), asPicture: false }
const ENDLESS = '#for a in range(9000) { for b in range(9000) { for c in range(9000) { let x = a + b + c } } }'

test('a setter is replaced after its share of documents, and after it has grown too large', async (t) => {
  const byCount = new Setters({ children: 1, documents: 3 })
  const bySize = new Setters({ children: 1, bytes: 1 })
  t.after(() => (byCount.stop(), bySize.stop()))
  for (let turn = 0; turn < 7; turn += 1) assert.ok((await byCount.order(paper)).pdf)
  assert.equal(byCount.started, 3)
  for (let turn = 0; turn < 3; turn += 1) assert.ok((await bySize.order(paper)).pdf)
  assert.equal(bySize.started, 3)
})

test('the paper of a setter that is killed at work is set by another', async (t) => {
  const setters = new Setters({ children: 1 })
  t.after(() => setters.stop())
  const answer = setters.order(paper)
  process.kill(setters.pids[0]!, 'SIGKILL')
  assert.ok((await answer).pdf)
  assert.equal(setters.started, 2)
})

test('a paper whose setters die every time is refused, and the next one is set', async (t) => {
  const setters = new Setters({ children: 1, tries: 1 })
  t.after(() => setters.stop())
  const answer = setters.order(paper)
  const next = setters.order(paper)
  process.kill(setters.pids[0]!, 'SIGKILL')
  await assert.rejects(answer, /its setter ended/)
  assert.ok((await next).pdf)
})

test('a template that never comes to an end is stopped and refused, and the next paper is set', async (t) => {
  const setters = new Setters({ children: 1, silentMs: 4000, tries: 1 })
  t.after(() => setters.stop())
  const endless = setSource(ENDLESS, {}, at, setters)
  const next = setSource(PAPER, {}, at, setters)
  const [killed] = setters.pids
  await assert.rejects(endless, { code: 'papers.template-endless' })
  assert.equal((await next).pages, 1)
  assert.ok(!setters.pids.includes(killed!))
})

test('a template that takes all memory is stopped within its bound, and the next paper is set', async (t) => {
  const mostBytes = 450 * 1024 * 1024
  const setters = new Setters({ children: 1, mostBytes, silentMs: 60_000, tries: 1 })
  t.after(() => setters.stop())
  const bomb = '#{ let a = (1,); for n in range(40) { a = a + a }; [#a.len()] }'
  let most = 0
  const look = setInterval(() => (most = Math.max(most, ...setters.pids.map(residentBytes))), 10)
  t.after(() => clearInterval(look))
  const endless = setSource(bomb, {}, at, setters)
  const next = setSource(PAPER, {}, at, setters)
  await assert.rejects(endless, { code: 'papers.template-endless' })
  assert.ok(most < mostBytes * 4, `${most}`)
  assert.equal((await next).pages, 1)
})

test('no spelling of a foreign package reaches the network or is set', async (t) => {
  const setters = new Setters({ children: 1 })
  t.after(() => setters.stop())
  for (const words of [
    '#import "@preview/example:0.1.0"',
    '#let p = "@preview/example:0.1.0"\n#import p',
    '#import ("@pre" + "view/example:0.1.0")',
    '#let p = "@preview/example:0.1.0"\n#include p',
    '#import/**/"@preview/example:0.1.0": *',
    '#import "@local/example:0.1.0"',
    '#eval("import \\"@preview/example:0.1.0\\"")',
  ]) {
    const started = Date.now()
    const answer = await setters.order({ source: words, data: {}, at: at.getTime(), asPicture: false })
    assert.equal(answer.pdf, undefined, words)
    assert.ok(Date.now() - started < 15_000, words)
  }
})
