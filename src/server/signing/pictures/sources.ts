/** Typst sources of the small pages that are laid into a paper. Colours are those of Annex I of NĐ 30/2020: signature blue, seal red. */
const page = (body: string) => `#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: none)
#set text(font: "Tinos", lang: "vi")
#set par(spacing: 0pt, leading: 0.4em)
${body}`

/** Text on the line of its place: the number upright, the date in italics; words longer than their place are made smaller, never two lines. */
export const TEXT_SOURCE =
  page(`#let words(size) = text(size * 1pt, style: if d.italic { "italic" } else { "normal" }, d.words)
#context {
  let share = calc.min(1, d.width * 1pt / calc.max(1pt, measure(words(d.size)).width))
  place(bottom + left, dy: -0.25 * d.height * 1pt, box(width: d.width * 1pt, words(d.size * share * if share < 1 { 0.99 } else { 1 })))
}`)

/** The picture of a signature in the middle of its place; under it, on a demonstration, that it has no legal value. */
export const SIGNATURE_SOURCE = page(
  `#place(center + horizon, image(bytes(d.image), format: d.format, width: d.inkWidth * 1pt, height: d.inkHeight * 1pt, fit: "contain"))
#if d.note != "" { place(bottom + center, text(5.5pt, fill: luma(90), d.note)) }`,
)

/** An uploaded seal, at the size of its place. */
export const SEAL_IMAGE_SOURCE = page(
  `#image(bytes(d.image), format: d.format, width: d.width * 1pt, height: d.height * 1pt, fit: "contain")`,
)

/** A seal drawn for the demonstration: two rings, the name around, a star, in the seal's red; 36 mm as circle seals of agencies are. */
export const SEAL_SOURCE = page(`#let red = rgb("#d7261e")
#let r = d.width / 2
#let ring(radius, thick) = place(top + left, dx: (r - radius) * 1pt, dy: (r - radius) * 1pt, circle(radius: radius * 1pt, stroke: thick * 1pt + red, fill: none))
#ring(r - 1.6, 2.2)
#ring(r - 5.4, 0.7)
#ring(r * 0.56, 0.9)
#let around(words, radius, size, from, to, outward) = {
  let letters = words.clusters()
  let count = letters.len()
  for (at, letter) in letters.enumerate() {
    let share = if count > 1 { at / (count - 1) } else { 0.5 }
    let angle = (from + (to - from) * share) * 1deg
    let x = r + radius * calc.cos(angle)
    let y = r + radius * calc.sin(angle)
    place(top + left, dx: x * 1pt - 8pt, dy: y * 1pt - 8pt, box(width: 16pt, height: 16pt, align(center + horizon, rotate(if outward { angle + 90deg } else { angle - 90deg }, text(size * 1pt, weight: "bold", fill: red, letter)))))
  }
}
#let count = d.name.clusters().len()
#let size = calc.max(3.6, calc.min(8.2, 190 / calc.max(12, count)))
#let middle = r * 0.56 + (r - 5.4 - r * 0.56) / 2
#let half = calc.min(125, count * size * 0.62 / middle * 57.3 / 2 + 4)
#around(d.name, middle, size, 270 - half, 270 + half, true)
#around(d.under, middle, 4.6, 90 + calc.min(48, d.under.clusters().len() * 1.9), 90 - calc.min(48, d.under.clusters().len() * 1.9), false)
#let point(at, radius) = (((r + radius * calc.sin(at * 36deg)) * 1pt), ((r - radius * calc.cos(at * 36deg)) * 1pt))
#place(top + left, polygon(fill: red, ..range(10).map(at => point(at, if calc.even(at) { r * 0.36 } else { r * 0.145 }))))`)

/** The words of an electronic copy or of a separate appendix: 10 pt upright black, no image (NĐ 30/2020, annex I); turned as the page is. */
export const COPY_SOURCE = `#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: none)
#set text(font: "Tinos", lang: "vi", size: 10pt, fill: black)
#set par(spacing: 0pt, leading: 0.35em)
#let words = box(width: d.wide * 1pt, height: d.high * 1pt, inset: (top: 4pt, right: 1pt), align(right + top, stack(spacing: 0.35em, ..d.lines)))
#place(top + left, rotate(d.turn * -1deg, reflow: true, words))`
