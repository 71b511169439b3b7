import { FormatFault } from '../format-fault.ts'
import { type Colour, colourOf, fieldValue, type FieldWords, type MarkStyle } from './field-value.ts'
import { PdfFile } from './file.ts'
import { type Dict, dict, name, nameOf, numberOf, type Ref, Stream } from './objects.ts'
import { inheritedOf } from './page-box.ts'
import { bytesSource } from './source.ts'
import { importPage, type Update } from './update.ts'
import { ascii } from './write.ts'

/** Sets the words of a field into one page of this size, with their own letters; made by whoever has letters. */
export type WriteWords = (words: FieldWords & { width: number; height: number }) => Promise<Uint8Array>
/** A form XObject in the new file, and how it is laid over the page. */
export type MadePicture = { made: Ref; width: number; height: number; matrix: readonly number[] }
type Size = { width: number; height: number }

const LARGEST = 14_400
const cut = (each: number) => String(Number(each.toFixed(4)))
const line = (...parts: (number | string)[]) =>
  parts.map((each) => (typeof each === 'number' ? cut(each) : each)).join(' ')
const filled = (colour: Colour) => line(...colour, 'rg')

function circle(x: number, y: number, r: number): string {
  const k = r * 0.5523
  return [
    line(x + r, y, 'm'),
    line(x + r, y + k, x + k, y + r, x, y + r, 'c'),
    line(x - k, y + r, x - r, y + k, x - r, y, 'c'),
    line(x - r, y - k, x - k, y - r, x, y - r, 'c'),
    line(x + k, y - r, x + r, y - k, x + r, y, 'c h'),
  ].join('\n')
}
const polygon = (points: readonly (readonly [number, number])[]) =>
  `${points.map(([x, y], at) => line(x, y, at === 0 ? 'm' : 'l')).join('\n')}\nh`

/** A mark in the middle, as large as the box lets (the six of the form's own letters, 12.7.5.2.3). */
function markLines(style: MarkStyle, colour: Colour, { width, height }: Size): string {
  const r = Math.min(width, height) * 0.32
  const [x, y] = [width / 2, height / 2]
  const at = (points: readonly (readonly [number, number])[]) => points.map(([a, b]) => [x + a * r, y + b * r] as const)
  if (style === 'check' || style === 'cross') {
    const strokes =
      style === 'check'
        ? [
            [
              [-1, 0.05],
              [-0.3, -0.8],
              [1, 0.95],
            ] as const,
          ]
        : [
            [
              [-1, -1],
              [1, 1],
            ] as const,
            [
              [-1, 1],
              [1, -1],
            ] as const,
          ]
    const drawn = strokes.map((each) => `${polygon(at(each)).replace(/\nh$/, '')}\nS`)
    return [line(...colour, 'RG'), line(r * 0.36, 'w'), '1 J 1 j', ...drawn].join('\n')
  }
  if (style === 'circle') return `${filled(colour)}\n${circle(x, y, r)}\nf`
  const points =
    style === 'diamond'
      ? ([
          [0, 1.2],
          [1.2, 0],
          [0, -1.2],
          [-1.2, 0],
        ] as const)
      : style === 'square'
        ? ([
            [-1, -1],
            [1, -1],
            [1, 1],
            [-1, 1],
          ] as const)
        : Array.from({ length: 10 }, (_, n) => {
            const [turn, long] = [Math.PI / 2 + (n * Math.PI) / 5, n % 2 === 0 ? 1.25 : 0.5]
            return [Math.cos(turn) * long, Math.sin(turn) * long] as const
          })
  return `${filled(colour)}\n${polygon(at(points))}\nf`
}

async function partsOf(file: PdfFile, of: Dict | undefined, key: string): Promise<number[]> {
  const found = (await file.array(of?.get(key))) ?? []
  return Promise.all(found.map(async (each) => numberOf(await file.resolve(each)) ?? 0))
}

/** Ground and frame as MK and BS say them; round where the mark of a radio button is. */
async function frameLines(file: PdfFile, widget: Dict, { width, height }: Size, isRound: boolean): Promise<string[]> {
  const mk = await file.dict(widget.get('MK'))
  const [ground, frame] = [colourOf(await partsOf(file, mk, 'BG')), colourOf(await partsOf(file, mk, 'BC'))]
  const styles = await file.dict(widget.get('BS'))
  const wide = numberOf(await file.get(styles, 'W')) ?? (await partsOf(file, widget, 'Border'))[2] ?? 1
  const inset = Math.min(wide, width, height) / 2
  const shape = (by: number) =>
    isRound
      ? circle(width / 2, height / 2, Math.min(width, height) / 2 - by)
      : line(by, by, width - by * 2, height - by * 2, 're')
  const lines: string[] = []
  if (ground) lines.push(filled(ground), shape(0), 'f')
  if (frame && wide > 0) lines.push(line(...frame, 'RG'), line(wide, 'w'), shape(inset), 'S')
  return lines
}

/** From the upright box of the field into its place, which may be turned by quarters (MK R). */
const turnedInto = (turn: number, left: number, bottom: number, width: number, height: number): readonly number[] =>
  turn === 90
    ? [0, 1, -1, 0, left + width, bottom]
    : turn === 180
      ? [-1, 0, 0, -1, left + width, bottom + height]
      : turn === 270
        ? [0, -1, 1, 0, left, bottom + height]
        : [1, 0, 0, 1, left, bottom]

/**
 * What a viewer that draws forms makes of a field without looks of its own, or whose looks are to be made anew (NeedAppearances): ground, frame,
 * mark and words. Undefined where nothing is to be seen. @throws FormatFault `pdf.field-not-shown`: words that nobody can set, so no copy says less.
 */
export async function fieldPicture(
  file: PdfFile,
  widget: Dict,
  update: Update,
  { isAnew, write }: { isAnew: boolean; write?: WriteWords | undefined },
): Promise<MadePicture | undefined> {
  const [a = 0, b = 0, c = 0, d = 0] = await partsOf(file, widget, 'Rect')
  const [left, bottom, wide, high] = [Math.min(a, c), Math.min(b, d), Math.abs(c - a), Math.abs(d - b)]
  if (!(wide > 0 && high > 0 && wide <= LARGEST && high <= LARGEST)) return undefined
  const mk = await file.dict(widget.get('MK'))
  const turn = (((Math.round((numberOf(await file.get(mk, 'R')) ?? 0) / 90) % 4) + 4) * 90) % 360
  const size = turn % 180 === 0 ? { width: wide, height: high } : { width: high, height: wide }
  const { words, mark } = await fieldValue(file, widget, isAnew)
  const isRound =
    nameOf(await file.resolve(await inheritedOf(file, widget, 'FT'))) === 'Btn' && mark?.style === 'circle'
  const lines = await frameLines(file, widget, size, isRound)
  if (mark) lines.push(markLines(mark.style, mark.colour, size))
  const held = dict({})
  if (words) {
    if (!write) throw new FormatFault('pdf.field-not-shown', 'the words of a field cannot be set')
    const page = await importPage(await PdfFile.open(bytesSource(await write({ ...words, ...size }))), 0, update)
    held.set('Chu', page.ref)
    lines.push(`q ${line(size.width / page.width, 0, 0, size.height / page.height, 0, 0)} cm /Chu Do Q`)
  }
  if (lines.length === 0) return undefined
  const entries = dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, size.width, size.height] })
  entries.set('Resources', dict({ XObject: held }))
  const made = update.add(new Stream(entries, ascii(lines.join('\n'))))
  return { made, ...size, matrix: turnedInto(turn, left, bottom, wide, high) }
}
