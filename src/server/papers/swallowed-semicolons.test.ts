import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { aCall, anActor } from '#server/platform/testing.ts'
import { HOUSE } from '#server/platform/call.ts'
import { stopSetters, tryTemplate } from './index.ts'
import { swallowedSemicolons } from './swallowed-semicolons.ts'

after(stopSetters)

// The first four as they stood in templates of version 0.5.0 (finding P30).
const SWALLOWED = [
  ...['tại #d.at; quy mô: #d.scale.', '#for each in d.documents { par[\\- #each;] }', '#lower(d.to); thời hạn'],
  ...['ngày #w("request.medicalOn");', '#emph[#d.x;]', '#let f(x) = [là #x;]', '*#d.x; b*', '#d.at("k", default: "");'],
  ...[
    '#d.list.map(each => [#each;]).join()',
    '#if a [b] else [c]; d',
    '#(d.x); d',
    '#"x"; d',
    '#{d.x}; d',
    '- #d.x ; #y;',
  ],
]
const PRINTED = [
  ...['tại #d.at\\; quy mô', '#let x = 1; a', '#set text(size: 1pt); a', 'a; b', '#d.list.join("; ")', '// #d.x;'],
  ...[
    '/* #d.x; */ a',
    '`#d.x;`',
    '#if a [b; ] else [c]',
    '[#d.x]; d',
    '#{ let x = 1; x }',
    'https://a.b/c; #d.x',
    '\\#d.x;',
  ],
  ...['#import "/nd30.typ": *; a', '#show: sheet.with(a: 1);', '#d.x ; a', '#f("a\\"b;")'],
]
test('a semicolon that Typst would swallow is found by its line; one that is printed or ends a statement is left alone', () => {
  for (const source of SWALLOWED) assert.deepEqual(swallowedSemicolons(`một\n${source}`), [2], source)
  for (const source of PRINTED) assert.deepEqual(swallowedSemicolons(source), [], source)
})

test('whoever tries a template of their own is told the line of a semicolon that would not be printed', async () => {
  const actor = anActor({ 'papers.change-templates': ['ubnd-tinh', HOUSE] }, { id: 'quan-tri' })
  const source = '#import "/nd30.typ": *\n#let d = data()\nTại #d.at; quy mô: #d.scale.'
  const tried = { source, schema: { type: 'object' }, example: { at: 'A', scale: 'B' }, signs: [] }
  const call = aCall(undefined as never, actor, '2026-11-24T09:00')
  const { set, faults } = await tryTemplate(call, tried, { origin: 'https://dinh.example' })
  assert.ok(set)
  assert.deepEqual(
    faults.map((each) => [each.where, each.line]),
    [['source', 3]],
  )
  assert.match(faults[0]!.words, /chấm phẩy/)
})
