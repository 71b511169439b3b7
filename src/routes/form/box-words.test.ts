import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  answerAt,
  type FormField,
  mendAnswers,
  readSection,
  rowFields,
  sectionsOf,
  validateAnswers,
} from '#server/procedures/index.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { fullSeeds } from '../../../seeds/procedures.ts'
import { boxWords } from './box-words.ts'

const ON = '2026-11-30'

/** Posts every box of a page as a browser does that changed nothing. */
function postUntouched(fields: readonly FormField[], answers: unknown, posted: FormData) {
  for (const field of fields) {
    const value = answerAt(answers, field.path)
    if (field.kind === 'group') postUntouched(field.fields, answers, posted)
    else if (field.row)
      for (let at = 0; at < Math.max(Array.isArray(value) ? value.length : 0, field.row.least); at += 1) {
        posted.set(`${field.path}.${at}.`, '1')
        postUntouched(rowFields(field, at), answers, posted)
      }
    else if (field.kind === 'yes-no') {
      if (typeof value === 'boolean') posted.set(field.path, String(value))
    } else if (field.kind.endsWith('date')) {
      const [year = '', month = '', day = ''] = boxWords(field, value).split('/').toReversed()
      posted.set(`${field.path}.ngay`, day)
      posted.set(`${field.path}.thang`, month)
      posted.set(`${field.path}.nam`, year)
    } else posted.set(field.path, boxWords(field, value))
  }
}

test('every page of every seeded form, opened and saved again untouched, changes no answer', () => {
  let pages = 0
  for (const { content } of fullSeeds()) {
    if (!content.form) continue
    const form = content.form
    for (const seed of [1, 2, 3]) {
      const invented = inventedAnswers(content, chanceOf(seed), ['xa-liem-phong'], ON)
      // Numbers with a fraction, large ones and years are the ones that a box can spoil.
      let at = 0
      const spoil = (fields: readonly FormField[]) => {
        for (const field of fields) {
          if (field.kind === 'group') spoil(field.fields)
          if (field.kind !== 'number' && field.kind !== 'money') continue
          const [section = '', ...names] = field.path.split('.')
          let place = invented[section] as Record<string, unknown>
          for (const name of names.slice(0, -1)) place = (place?.[name] ?? {}) as Record<string, unknown>
          const values =
            field.kind === 'money' ? [3_000_000_000, 1234, 500_000] : [85.5, 1234.5, 0.125, 1234, 12_345.75]
          if (place) place[names.at(-1)!] = values[at++ % values.length]
        }
      }
      for (const section of sectionsOf(form, invented, ON)) spoil(section.fields)
      let answers = mendAnswers(form, invented)
      assert.deepEqual(mendAnswers(form, answers), answers, `${content.code}: mended twice`)
      const save = (before: Record<string, unknown>, key: string) => {
        const posted = new FormData()
        const { fields } = sectionsOf(form, before, ON).find((each) => each.key === key)!
        postUntouched(fields, before, posted)
        return { ...before, ...mendAnswers(form, { ...before, [key]: readSection(fields, posted) }, key) }
      }
      for (const { key, fields } of sectionsOf(form, answers, ON)) {
        // The first save may add what the form proposes (Kinh, Việt Nam, 0 bản sao); it changes no answer, and the second changes nothing.
        const once = save(answers, key)
        for (const field of fields.flatMap((each) => (each.kind === 'group' ? each.fields : [each])))
          if (!field.row && field.kind !== 'group' && answerAt(answers, field.path) !== undefined)
            assert.equal(answerAt(once, field.path), answerAt(answers, field.path), `${content.code} ${field.path}`)
        assert.deepEqual(save(once, key), once, `${content.code} ${key}: saved twice`)
        answers = once
        pages += 1
      }
    }
  }
  assert.ok(pages > 300, `${pages} pages`)
})

test('an area typed with a comma stays what it was, also when the page comes back with a fault and is saved again', () => {
  const { content } = fullSeeds().find((each) => each.content.code === '1.009994')!
  const form = content.form!
  const typed = { works: { area: '85,5', floorArea: '1.234,5', height: '9,75' } }
  const kept = mendAnswers(form, typed)
  assert.deepEqual(kept, { works: { area: 85.5, floorArea: 1234.5, height: 9.75 } })
  assert.ok(validateAnswers(form, kept, ON, 'works').length > 0, 'other questions are not answered')
  assert.equal(boxWords({ kind: 'number', standard: undefined }, 85.5), '85,5')
  const odd = mendAnswers(form, { works: { area: '1,200.5', height: '0x10', floorArea: '1e3' } })
  assert.deepEqual(odd, { works: { area: '1,200.5', height: '0x10', floorArea: '1e3' } }, 'shown again as typed')
  const told = validateAnswers(form, odd, ON, 'works').map((each) => each.path)
  for (const path of ['works.area', 'works.height', 'works.floorArea']) assert.ok(told.includes(path), path)
})
