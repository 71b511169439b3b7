import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BlankOfSubject } from '#server/papers/index.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'
import { fullSeeds } from '../../../../seeds/procedures.ts'
import { type BlankWorld, decideBlankGate, printingOf } from './printing.ts'

const contents = fullSeeds().map((each) => each.content as ProcedureContent)
const contentOf = (code: string) => contents.find((each) => each.code === code)!

test('mỗi thủ tục in phôi ở đúng bước của quy trình, đủ số bản chính', () => {
  const found = ['1.001193', '1.000894', '1.004884', '2.000806', '1.013831'].map((code) => {
    const { step, originals } = printingOf(contentOf(code))!
    return [code, step.key, originals]
  })
  assert.deepEqual(found, [
    ['1.001193', 'write-book', 1],
    ['1.000894', 'sign-book', 2],
    ['1.004884', 'seal', 1],
    ['2.000806', 'vao-so', 2],
    ['1.013831', 'chinh-ly', 1],
  ])
  assert.equal(printingOf(contentOf('1.004873')), undefined, 'a confirmation is no State blank')
})

const ON = '2026-11-24'
const blank = (copy: number, more: Partial<BlankOfSubject> = {}): BlankOfSubject => ({
  ...{ kind: 'marriage', series: 'KH', serial: copy, words: `KH 00${copy}`, organisationId: 'xa-liem-phong' },
  ...{ state: 'used', copy, paperId: null, printer: null, reason: null, minutes: null, returnedReason: null },
  ...{ takenAt: new Date('2026-11-24T02:00:00Z'), ...more },
})

function gate(code: string, stepKey: string, actKey: string, more: Partial<BlankWorld> = {}): string {
  const content = contentOf(code)
  const step = content.workflow!.steps.find((each) => each.key === stepKey)!
  const act = step.acts.find((each) => each.key === actKey)!
  try {
    const usual = { result: { outcome: 'grant' as const }, decided: null, blanks: [], keeps: true, answers: {}, on: ON }
    decideBlankGate({ content, step, act, ...usual, ...more })
    return 'passes'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('bước nào được qua khi chưa in phôi: quyết định thuần, không cần cơ sở dữ liệu', () => {
  const marriage = (more?: Partial<BlankWorld>) => gate('1.000894', 'sign-book', 'signed', more)
  assert.equal(marriage(), 'results.blank-not-printed')
  assert.equal(marriage({ blanks: [blank(1)] }), 'results.blank-not-printed', 'one of two')
  assert.equal(marriage({ blanks: [blank(1), blank(2)] }), 'passes')
  assert.equal(marriage({ keeps: false }), 'passes', 'a unit that keeps no blanks')
  assert.equal(marriage({ result: undefined }), 'results.blank-no-result')
  assert.equal(marriage({ blanks: [blank(1), blank(2, { state: 'spoiled' })] }), 'results.blank-not-printed')
  const returned = blank(2, { returnedReason: 'Sai tên' })
  assert.equal(marriage({ blanks: [blank(1), returned] }), 'results.blank-to-spoil')
  assert.equal(marriage({ blanks: [blank(1), returned], keeps: false }), 'results.blank-to-spoil')
  assert.equal(gate('1.000894', 'sign-book', 'correct'), 'passes', 'back to the draft')
  assert.equal(gate('1.000894', 'interview', 'voluntary'), 'passes', 'before it is printed')
  assert.equal(gate('1.000894', 'decide', 'grant'), 'results.blank-not-printed', 'spoiled after it was sent up')
  assert.equal(gate('1.000894', 'decide', 'refuse'), 'passes')
  assert.equal(gate('1.000894', 'seal', 'done', { decided: 'refuse' }), 'passes')
  assert.equal(gate('1.000894', 'return', 'hand-over'), 'passes')
  assert.equal(gate('1.004884', 'decide', 'grant'), 'passes', 'printed at the seal')
  assert.equal(gate('1.004884', 'seal', 'done'), 'results.blank-not-printed')
  assert.equal(gate('1.004884', 'seal', 'done', { result: undefined }), 'passes', 'decided without a prepared result')
  const land = (newBook: boolean) => gate('1.013831', 'chinh-ly', 'trinh', { answers: { sides: { newBook } } })
  assert.equal(land(false), 'passes', 'a change may be noted on the old certificate')
  assert.equal(land(true), 'results.blank-not-printed', 'a new certificate is asked for')
})
