import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { aCall, anActor } from '#server/platform/testing.ts'
import { HOUSE } from '#server/platform/call.ts'
import { foreignFonts } from './foreign-fonts.ts'
import { stopSetters, tryTemplate } from './index.ts'
import { requireSoundTemplate } from './templates/check.ts'

after(stopSetters)

const FOREIGN = [
  ...['#set text(font: "Arial")', '#text(size: 9pt, font: "DejaVu Sans")[a]', '#set text(font:"Times New Roman")'],
  ...['#set text(font: ("Tinos", "Noto Color Emoji"))', '#set text(font: d.font)', '#let s = (font: "Arial")'],
  ...['#set text(font: ("Arial",))', '#let s = ("font": "Arial")', '#s.insert("font", "A")'],
  ...['#set text(font: "Ti" + "mes")', '#set text(font: "Tinos" + d.x)', '#set text(font: (name: "Arial"))'],
  ...['#set text(font: ())', '#show: x => text(lang: "vi", /* chữ */ font: "Arial", x)', '[#text(font: "Arial")[a]]'],
]
const OWN = [
  ...['#set text(font: "Tinos", size: 9pt)', '#set text(font: ("Tinos",))', '#text(font: "TINOS")[a]'],
  ...['// #set text(font: "Arial")', '/* font: "Arial" */ a', '`#set text(font: "Arial")`', 'Phông chữ, font: Arial.'],
  ...['#d.font', '#let font = 1', '#set text(size: 9pt)', 'Xem "font chữ" ở đây.', '\\#text(9)'],
]
test('a template that names letters other than those of the house is found by its line, whichever way it names them', () => {
  for (const source of FOREIGN) assert.deepEqual(foreignFonts(`một\n${source}`), [2], source)
  for (const source of OWN) assert.deepEqual(foreignFonts(`một\n${source}`), [], source)
  assert.deepEqual(foreignFonts('#set text(\n  size: 9pt,\n  font: "Arial",\n)\n#text(font: "B")[]'), [3, 5])
})

test('whoever tries such a template is told the line, and it is not published', async () => {
  const actor = anActor({ 'papers.change-templates': ['ubnd-tinh', HOUSE] }, { id: 'quan-tri' })
  const source = '#import "/nd30.typ": *\n#let d = data()\n#set text(font: "Arial")\nTại #d.at.'
  const tried = { source, schema: { type: 'object' }, example: { at: 'A' }, signs: [], kind: 'result' as const }
  const call = aCall(undefined as never, actor, '2026-11-24T09:00')
  const { faults } = await tryTemplate(call, tried, { origin: 'https://dinh.example' })
  assert.deepEqual(
    faults.map((each) => [each.where, each.line]),
    [['source', 3]],
  )
  assert.match(faults[0]!.words, /Tinos/)
  await assert.rejects(requireSoundTemplate(call, tried, { origin: 'https://dinh.example' }), {
    code: 'papers.template-faults',
  })
})
