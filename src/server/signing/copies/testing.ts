import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { Dict, dict, name, type PdfObject, type Ref, Stream, type Update } from '#server/signatures/index.ts'
import { text } from '#server/signatures/pdf/objects.ts'
import { aPaper, revised } from '#server/signatures/verify/testing.ts'

/** Forms whose fields bring no looks, and the viewers that draw them: for tests of copies. */
const SCALE = 2
export type Rect = [left: number, bottom: number, right: number, top: number]
type Field = { rect: Rect; entries: Record<string, PdfObject> }

const MULTILINE = 1 << 12
export const RADIO = 1 << 15
const [PUSH, COMBO, COMB] = [1 << 16, 1 << 17, 1 << 24]
const GREY = { BC: [0, 0, 0], BG: [0.9, 0.9, 0.9] }
const pair = (exported: string, shown: string) => [text(exported), text(shown)]

/** Fields that bring no looks, as form makers leave them: the viewer draws them from the value. */
export const FIELDS: Record<string, Field> = {
  line: { rect: [60, 700, 260, 722], entries: { FT: name('Tx'), V: text('Nguyen Van Mau 1987') } },
  right: {
    rect: [300, 700, 500, 722],
    entries: { FT: name('Tx'), V: text('125.000'), Q: 2, DA: text('/Helv 12 Tf 0 0 1 rg') },
  },
  area: {
    rect: [60, 600, 260, 680],
    entries: {
      FT: name('Tx'),
      Ff: MULTILINE,
      V: text('So 5 duong Tran Phu\nphuong Minh Khai'),
      DA: text('/Helv 12 Tf 0 g'),
    },
  },
  comb: {
    rect: [300, 640, 500, 660],
    entries: { FT: name('Tx'), Ff: COMB, MaxLen: 10, V: text('0123456789'), DA: text('/Helv 12 Tf 0 g') },
  },
  combo: {
    rect: [60, 560, 260, 582],
    entries: { FT: name('Ch'), Ff: COMBO, V: text('2'), Opt: [pair('1', 'Ha Noi'), pair('2', 'Thanh pho Phu Ly')] },
  },
  list: {
    rect: [300, 540, 500, 600],
    entries: {
      FT: name('Ch'),
      V: text('b'),
      Opt: [pair('a', 'Kinh'), pair('b', 'Muong'), pair('c', 'Thai')],
      DA: text('/Helv 12 Tf 0 g'),
    },
  },
  ticked: {
    rect: [60, 500, 90, 530],
    entries: { FT: name('Btn'), V: name('Yes'), AS: name('Yes'), MK: dict({ ...GREY, CA: text('4') }) },
  },
  unticked: {
    rect: [120, 500, 150, 530],
    entries: { FT: name('Btn'), V: name('Off'), AS: name('Off'), MK: dict({ ...GREY, CA: text('4') }) },
  },
  crossed: {
    rect: [180, 500, 210, 530],
    entries: { FT: name('Btn'), V: name('Yes'), AS: name('Yes'), MK: dict({ ...GREY, CA: text('8') }) },
  },
  radio: {
    rect: [240, 500, 270, 530],
    entries: { FT: name('Btn'), Ff: RADIO, V: name('Nam'), AS: name('Nam'), MK: dict({ CA: text('l') }) },
  },
  push: {
    rect: [300, 500, 400, 530],
    entries: { FT: name('Btn'), Ff: PUSH, MK: dict({ ...GREY, CA: text('In don') }), DA: text('/Helv 12 Tf 0 g') },
  },
  up: {
    rect: [60, 340, 82, 480],
    entries: { FT: name('Tx'), V: text('Doc len tren'), MK: dict({ R: 90 }), DA: text('/Helv 12 Tf 0 g') },
  },
  down: {
    rect: [120, 340, 142, 480],
    entries: { FT: name('Tx'), V: text('Doc xuong duoi'), MK: dict({ R: 270 }), DA: text('/Helv 12 Tf 0 g') },
  },
  over: {
    rect: [180, 400, 320, 422],
    entries: { FT: name('Tx'), V: text('Lon nguoc'), MK: dict({ R: 180 }), DA: text('/Helv 12 Tf 0 g') },
  },
}

/** Looks are objects of their own. */
function standing(update: Update, value: Dict): Dict {
  for (const [key, each] of value)
    value.set(key, each instanceof Stream ? update.add(each) : each instanceof Dict ? standing(update, each) : each)
  return value
}
export function aForm(fields: Record<string, Field>, form: Record<string, PdfObject> = {}): Promise<Uint8Array> {
  return revised(aPaper(['']), async (update) => {
    const [first] = await update.file.pages()
    const helv = update.add(dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') }))
    const refs: Ref[] = []
    for (const [key, { rect, entries }] of Object.entries(fields)) {
      const widget = { Type: name('Annot'), Subtype: name('Widget'), T: text(key), F: 4, Rect: rect, P: first!.ref }
      const ref = update.add(standing(update, dict({ ...widget, ...entries })))
      await update.addTo(first!.ref, 'Annots', ref)
      refs.push(ref)
    }
    const catalog = await update.file.catalog()
    catalog.set(
      'AcroForm',
      dict({ Fields: refs, DA: text('/Helv 0 Tf 0 g'), DR: dict({ Font: dict({ Helv: helv }) }), ...form }),
    )
    update.replace(update.file.trailer.get('Root') as Ref, catalog)
  })
}

type Picture = { width: number; height: number; at: (x: number, y: number) => number }
const library = PDFiumLibrary.init()
export async function byPdfium(pdf: Uint8Array, renderFormFields: boolean): Promise<Picture> {
  const document = await (await library).loadDocument(pdf)
  const { data, width, height } = await document.getPage(0).render({ scale: SCALE, render: 'bitmap', renderFormFields })
  const bytes = Uint8Array.from(data)
  document.destroy()
  return { width, height, at: (x, y) => Math.min(...bytes.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)) }
}
export function byPoppler(pdf: Uint8Array): Picture {
  const folder = mkdtempSync('/tmp/dinh-fields-')
  try {
    writeFileSync(`${folder}/a.pdf`, pdf)
    const args = ['-r', String(72 * SCALE), '-f', '1', '-l', '1', '-gray', `${folder}/a.pdf`]
    const { stdout } = spawnSync('pdftoppm', args, { maxBuffer: 64 << 20 })
    const [, wide, high] = /^P5\s+(\d+)\s+(\d+)\s+\d+\s/.exec(stdout.subarray(0, 40).toString('latin1'))!
    const [width, height] = [Number(wide), Number(high)]
    const start = stdout.length - width * height
    return { width, height, at: (x, y) => stdout[start + y * width + x]! }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Dark points within a field, and the box they fill, in shares of the field: what a letter looks like differs, where and how much ink hardly. */
export function inkIn({ width, height, at }: Picture, [left, bottom, right, top]: Rect) {
  let ink = 0
  let [l, r, t, b] = [1, 0, 1, 0]
  const [x0, x1, y0, y1] = [left * SCALE + 3, right * SCALE - 3, height - top * SCALE + 3, height - bottom * SCALE - 3]
  for (let y = y0; y < y1; y += 1)
    for (let x = x0; x < x1 && x < width; x += 1) {
      if (at(x, y) > 130) continue
      ink += 1
      ;[l, r] = [Math.min(l, (x - x0) / (x1 - x0)), Math.max(r, (x - x0) / (x1 - x0))]
      ;[t, b] = [Math.min(t, (y - y0) / (y1 - y0)), Math.max(b, (y - y0) / (y1 - y0))]
    }
  return { ink, l, r, t, b }
}
export const installed = (program: string) => spawnSync(program, ['-v']).error === undefined
