import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Held } from '#server/dossiers/index.ts'
import type { StepKind } from '#server/procedures/index.ts'
import { decideResultPart, type ResultPart } from './result-part.ts'
import type { ResultOutcome, ResultState } from './schema.ts'
import { requireBesideDone } from './result-part.ts'

const KINDS: StepKind[] = ['appraise', 'check', 'decide', 'number', 'return']
const steps = KINDS.map((kind) => ({ key: kind, kind, name: kind }))
const at = (kind: StepKind) =>
  ({ step: steps.find((each) => each.kind === kind), version: { content: { workflow: { steps } } } }) as unknown as Held

const CASES: [StepKind, { to: string; outcome?: ResultOutcome }, ResultState, ResultPart | string][] = [
  ['appraise', { to: 'check' }, 'draft', 'none'],
  ['check', { to: 'decide' }, 'draft', 'approve'],
  ['check', { to: 'appraise' }, 'draft', 'none'],
  ['decide', { to: 'number', outcome: 'grant' }, 'draft', 'sign'],
  ['decide', { to: 'number', outcome: 'grant' }, 'signed', 'none'],
  ['decide', { to: 'number', outcome: 'refuse' }, 'draft', 'results.outcome-differs'],
  ['decide', { to: 'check' }, 'draft', 'none'],
  ['decide', { to: 'check' }, 'signed', 'results.signed-already'],
  ['number', { to: 'return' }, 'draft', 'results.not-signed'],
  ['number', { to: 'return' }, 'signed', 'seal'],
  ['number', { to: 'return' }, 'sealed', 'none'],
  ['number', { to: 'check' }, 'signed', 'take-back'],
  ['return', { to: 'return' }, 'sealed', 'none'],
]

test('each step does to the prepared result what its signer may: initials, signature, seal; what is signed is taken back, not edited', () => {
  for (const [kind, act, state, expected] of CASES) {
    const decide = () =>
      decideResultPart(
        at(kind),
        { key: 'x', label: 'X', remark: false, draftSays: [], ...act },
        { state, outcome: 'grant' },
        'Giấy phép',
      )
    const words = `${kind} -> ${act.to} (${state})`
    if (expected.startsWith('results.')) assert.throws(decide, { code: expected }, words)
    else assert.equal(decide(), expected, words)
  }
})

test('giấy tờ kèm theo đi cùng kết quả: chưa có chữ ký thì chưa đóng dấu; sau quyết định, chưa xong thì chưa rời bước', () => {
  const beside = (
    kind: StepKind,
    part: ResultPart,
    states: ResultState[],
    { outcome = null, to = 'return' }: { outcome?: string | null; to?: string } = {},
  ) =>
    requireBesideDone(
      { ...at(kind), dossier: { outcome } } as never,
      { to },
      part,
      states.map((state, index) => ({ state, part: index })),
    )
  assert.throws(() => beside('number', 'seal', ['signed', 'draft'], { outcome: 'grant' }), {
    code: 'results.beside-unsigned',
  })
  beside('number', 'seal', ['signed', 'signed'], { outcome: 'grant' })
  beside('appraise', 'none', ['draft', 'draft'], { to: 'check' })
  for (const state of ['draft', 'signed'] as const)
    assert.throws(() => beside('appraise', 'none', ['complete', state], { outcome: 'grant', to: 'check' }), {
      code: 'results.beside-open',
    })
  beside('appraise', 'none', ['complete', 'complete'], { outcome: 'grant', to: 'check' })
  beside('number', 'none', ['sealed', 'signed'], { outcome: 'grant', to: 'appraise' })
})
