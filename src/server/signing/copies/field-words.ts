import { setPicture, unknownSigns } from '#server/papers/index.ts'
import { FormatFault, type WriteWords } from '#server/signatures/index.ts'

/**
 * The words of a form field as its copy shows them, in our letters: in one line, in an area of several, a letter in each cell, or a list with
 * what was chosen marked. Letters of the field's own size, or as large as fits, and never so large that words fall out of the field.
 */
const FIELD_SOURCE = `#let d = json(bytes(sys.inputs.data))
#let (wide, high) = (d.width * 1pt, d.height * 1pt)
#let pad-of = calc.min(2pt, wide / 8, high / 8)
#set page(width: wide, height: high, margin: 0pt, fill: none)
#set text(font: "Tinos", lang: "vi", hyphenate: false, fill: rgb(..d.colour.map(each => each * 100%)), top-edge: 0.9em, bottom-edge: -0.22em)
#set par(spacing: 0pt, leading: 0.05em)
#let side = if d.align == "left" { left } else if d.align == "right" { right } else { center }
#let said(words) = words.split("\\n").map(each => if each == "" { sym.space.nobreak } else { each }).join(linebreak())
#let shown(size) = {
  set text(size: size)
  if d.kind == "list" {
    stack(..d.lines.map(each => box(width: wide - 2 * pad-of, fill: if each.chosen { rgb("#99c1da") }, each.words)))
  } else if d.kind == "area" { box(width: wide - 2 * pad-of, align(side, said(d.lines.first().words))) }
  else { box(d.lines.first().words.replace("\\n", " ")) }
}
#let fits(size) = {
  let found = measure(shown(size))
  let of-list = if d.kind == "list" { found.width <= wide } else { found.height <= high - pad-of }
  found.width <= wide - 2 * pad-of + 0.1pt and of-list
}
#let start = if d.size > 0 { d.size * 1pt } else if d.kind == "line" or d.kind == "caption" { calc.min(high * 0.72, 24pt) } else { 12pt }
#context {
  let size = start
  while size > 2pt and not fits(size) { size = size * 0.94 }
  if d.cells > 0 {
    let letters = d.lines.first().words.clusters()
    let cell = wide / d.cells
    for (n, each) in letters.enumerate() {
      place(top + left, dx: cell * n, box(width: cell, height: high, align(center + horizon, text(size: calc.min(start, cell, high * 0.8), each))))
    }
  } else if d.kind == "list" or d.kind == "area" { place(top + left, dx: pad-of, dy: pad-of, shown(size)) }
  else { place(top + left, dx: pad-of, box(width: wide - 2 * pad-of, height: high, align(side + horizon, shown(size)))) }
}`

/** Sets them. @throws FormatFault `pdf.field-not-shown` for letters that we do not have: a copy never says less than its original. */
export const fieldWords =
  (at: Date): WriteWords =>
  async (words) => {
    const unknown = unknownSigns(words.lines.map((each) => each.words).join('\n'))
    if (unknown.length > 0) throw new FormatFault('pdf.field-not-shown', `no letters for ${unknown.join(' ')}`)
    return setPicture(FIELD_SOURCE, words, at)
  }
