import type { PdfFile } from './file.ts'
import { type Dict, nameOf, numberOf, type PdfObject, Str, Stream, textOf } from './objects.ts'
import { inheritedOf } from './page-box.ts'
import { unpacked } from './streams.ts'

export type Colour = readonly [red: number, green: number, blue: number]
export type MarkStyle = 'check' | 'circle' | 'cross' | 'diamond' | 'square' | 'star'
/** Words as they stand in a field: `size` 0 is as large as fits; `cells` is a box a letter; `lines` those of a list, chosen or not. */
export type FieldWords = {
  lines: { words: string; chosen: boolean }[]
  size: number
  colour: Colour
  align: 'left' | 'center' | 'right'
  kind: 'line' | 'area' | 'list' | 'caption'
  cells: number
}
export type FieldValue = { words?: FieldWords; mark?: { style: MarkStyle; colour: Colour } }

const MULTILINE = 1 << 12
const PASSWORD = 1 << 13
const RADIO = 1 << 15
const PUSH = 1 << 16
const COMBO = 1 << 17
const COMB = 1 << 24
const LONGEST = 1 << 20
const STYLES: Readonly<Record<string, MarkStyle>> = {
  ...{ '4': 'check', l: 'circle', '8': 'cross', u: 'diamond', n: 'square', H: 'star' },
}

/** A key of a field, its own, of a field above it, or of the form as a whole (DA, Q). */
export async function ofField(file: PdfFile, widget: Dict, key: string): Promise<PdfObject> {
  const own = await file.resolve(await inheritedOf(file, widget, key))
  if (own !== null) return own
  return file.get(await file.dict((await file.catalog()).get('AcroForm')), key)
}

async function wordsOf(file: PdfFile, value: PdfObject | undefined): Promise<string> {
  const found = await file.resolve(value)
  if (!(found instanceof Stream)) return textOf(found) ?? nameOf(found) ?? ''
  const bytes = unpacked(found, LONGEST)
  file.budget.takeUnpacked(bytes.length)
  return textOf(new Str(bytes)) ?? ''
}

/** A colour of one, three or four parts; undefined is none (transparent). */
export function colourOf(parts: readonly number[]): Colour | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = parts.map((each) => Math.min(1, Math.max(0, each)))
  if (parts.length === 1) return [a, a, a]
  if (parts.length === 3) return [a, b, c]
  if (parts.length === 4) return [(1 - a) * (1 - d), (1 - b) * (1 - d), (1 - c) * (1 - d)]
  return undefined
}

/** Size and colour of the default appearance: "/Helv 12 Tf 0 0 1 rg". */
function lookOf(da: string): { size: number; colour: Colour } {
  const number = '[-+]?[0-9]*\\.?[0-9]+'
  const size = Number(new RegExp(`(${number})\\s+Tf`).exec(da)?.[1] ?? 0)
  const found = new RegExp(`((?:${number}\\s+){1,4})(?:g|rg|k)(?![\\w])`).exec(da)
  const colour = colourOf((found?.[1] ?? '0').trim().split(/\s+/).map(Number))
  return { size: Math.min(Math.abs(size), 300), colour: colour ?? [0, 0, 0] }
}

/** The options of a choice: what is exported, and what is shown. */
async function optionsOf(file: PdfFile, widget: Dict): Promise<{ exported: string; shown: string }[]> {
  const options = (await file.array(await ofField(file, widget, 'Opt'))) ?? []
  return Promise.all(
    options.slice(0, 10_000).map(async (each) => {
      const pair = await file.array(each)
      const exported = await wordsOf(file, pair ? pair[0] : each)
      return { exported, shown: pair ? await wordsOf(file, pair[1]) : exported }
    }),
  )
}

async function choiceLines(file: PdfFile, widget: Dict, isCombo: boolean) {
  const value = await ofField(file, widget, 'V')
  const given = await Promise.all((Array.isArray(value) ? value : [value]).map((each) => wordsOf(file, each)))
  const options = await optionsOf(file, widget)
  const shownOf = (words: string) => options.find(({ exported }) => exported === words)?.shown ?? words
  if (isCombo) return [{ words: shownOf(given[0] ?? ''), chosen: false }]
  const top = Math.max(0, numberOf(await ofField(file, widget, 'TI')) ?? 0)
  const lines = options.map(({ exported, shown }) => ({
    words: shown,
    chosen: given.includes(exported) || given.includes(shown),
  }))
  // What was chosen is never scrolled out of sight.
  const first = lines.findIndex(({ chosen }) => chosen)
  return lines.slice(first >= 0 && first < top ? first : Math.min(top, Math.max(0, lines.length - 1)))
}

/** The state a check box or radio button is in: its own, or the value of its field where it has none or where the looks are to be made anew. */
export async function stateOf(file: PdfFile, widget: Dict, isAnew: boolean): Promise<string> {
  const own = nameOf(await file.get(widget, 'AS'))
  const value = nameOf(await file.resolve(await inheritedOf(file, widget, 'V')))
  const states = await file.dict((await file.dict(widget.get('AP')))?.get('N'))
  if (value !== undefined && states && (own === undefined || isAnew)) return states.has(value) ? value : 'Off'
  if (own !== undefined || value === undefined) return own ?? 'Off'
  // Without any looks the buttons of one field are told apart by their place among its kids.
  const kids = await file.array((await file.dict(widget.get('Parent')))?.get('Kids'))
  if (!kids || widget.has('T')) return value
  const at = (await Promise.all(kids.map((each) => file.dict(each)))).indexOf(widget)
  return String(at) === value ? value : 'Off'
}

async function buttonValue(file: PdfFile, widget: Dict, flags: number, isAnew: boolean): Promise<FieldValue> {
  const look = lookOf(await wordsOf(file, await ofField(file, widget, 'DA')))
  const caption = await wordsOf(file, (await file.dict(widget.get('MK')))?.get('CA'))
  if (flags & PUSH) {
    const words: FieldWords = {
      lines: [{ words: caption, chosen: false }],
      ...look,
      align: 'center',
      kind: 'caption',
      cells: 0,
    }
    return caption ? { words } : {}
  }
  if ((await stateOf(file, widget, isAnew)) === 'Off') return {}
  const style = STYLES[caption as 'l'] ?? (flags & RADIO ? 'circle' : 'check')
  return { mark: { style, colour: look.colour } }
}

/** What a field says in this place, to be drawn where it brings no looks of its own; empty where it says nothing. */
export async function fieldValue(file: PdfFile, widget: Dict, isAnew: boolean): Promise<FieldValue> {
  const type = nameOf(await file.resolve(await inheritedOf(file, widget, 'FT')))
  const flags = numberOf(await ofField(file, widget, 'Ff')) ?? 0
  if (type === 'Btn') return buttonValue(file, widget, flags, isAnew)
  if (type !== 'Tx' && type !== 'Ch') return {}
  const look = lookOf(await wordsOf(file, await ofField(file, widget, 'DA')))
  const align = (['left', 'center', 'right'] as const)[numberOf(await ofField(file, widget, 'Q')) ?? 0] ?? 'left'
  if (type === 'Ch') {
    const isCombo = Boolean(flags & COMBO)
    const lines = await choiceLines(file, widget, isCombo)
    if (lines.every(({ words }) => !words)) return {}
    return { words: { lines, ...look, align, kind: isCombo ? 'line' : 'list', cells: 0 } }
  }
  const given = (await wordsOf(file, await ofField(file, widget, 'V'))).replaceAll(/\r\n?/g, '\n')
  const words = flags & PASSWORD ? '*'.repeat([...given].length) : given
  if (!words) return {}
  const cells = flags & COMB ? Math.max(0, numberOf(await ofField(file, widget, 'MaxLen')) ?? 0) : 0
  const kind = flags & MULTILINE ? 'area' : 'line'
  return { words: { lines: [{ words, chosen: false }], ...look, align, kind, cells: kind === 'line' ? cells : 0 } }
}
