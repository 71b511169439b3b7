import { FormatFault } from '../format-fault.ts'
import { Dict, dict, name, type PdfObject, Ref, Stream, text } from './objects.ts'
import type { Update } from './update.ts'

/** A place on a page: page from 0, points from the bottom left, as `papers` reports it. */
export type Place = { page: number; rect: readonly [left: number, bottom: number, right: number, top: number] }
/** A field reserved in a paper: filled later as text (number, date) or as a signature. */
export type Reserved = Place & { name: string; kind: 'text' | 'signature' }

const PRINTED_AND_LOCKED = 4 + 128
const READ_ONLY = 1

/** A picture of nothing, of the size of a place: PDF/A wants an appearance for every field that has a size. */
const emptyAppearance = (update: Update, rect: Place['rect']) =>
  update.add(
    new Stream(
      dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, rect[2] - rect[0], rect[3] - rect[1]] }),
      new Uint8Array(),
    ),
  )

/** Adds a field with its one widget on its page and in the form; without a size it is invisible. */
export async function addField(
  update: Update,
  field: {
    name: string
    type: 'Tx' | 'Sig'
    place?: Place | undefined
    appearance?: Ref | undefined
    value?: PdfObject
  },
): Promise<Ref> {
  const pages = await update.file.pages()
  const page = pages[field.place?.page ?? 0]
  if (!page) throw new FormatFault('pdf.pages', 'the page of the field is missing')
  const rect = field.place?.rect ?? [0, 0, 0, 0]
  const widget = dict({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name(field.type),
    T: text(field.name),
    Rect: [...rect],
    P: page.ref,
    F: PRINTED_AND_LOCKED,
  })
  if (field.place) widget.set('AP', dict({ N: field.appearance ?? emptyAppearance(update, rect) }))
  if (field.type === 'Tx') {
    widget.set('Ff', READ_ONLY)
    widget.set('DA', text('/Helv 12 Tf 0 g'))
  }
  if (field.value !== undefined) widget.set('V', field.value)
  const ref = update.add(widget)
  await update.addTo(page.ref, 'Annots', ref)
  await update.changeCatalog(async (form) => {
    const fields = await update.resolve(form.get('Fields'))
    form.set('Fields', [...(Array.isArray(fields) ? fields : []), ref])
    if (field.type === 'Sig') form.set('SigFlags', 3)
  }, 'AcroForm')
  return ref
}

/** The first revision of a paper: the places its template marks become fields, so that filling them later is a permitted change. */
export async function reserve(update: Update, fields: readonly Reserved[]) {
  for (const { name: own, kind, page, rect } of fields)
    await addField(update, { name: own, type: kind === 'text' ? 'Tx' : 'Sig', place: { page, rect } })
}

/** A field of the file by its full name, with its place. */
export async function findField(update: Update, wanted: string): Promise<{ ref: Ref; field: Dict } | undefined> {
  const found = (await update.file.fields()).find((each) => each.name === wanted)
  return found?.ref ? { ref: found.ref, field: (await update.resolve(found.ref)) as Dict } : undefined
}

/** Fills a reserved text field: its value for machines and screen readers, its appearance for the eye. */
export async function fill(update: Update, wanted: string, value: string, appearance: Ref) {
  const found = await findField(update, wanted)
  if (!found) throw new FormatFault('pdf.no-field', `no field ${wanted}`)
  const changed = new Dict(found.field)
  changed.set('V', text(value))
  changed.set('AP', dict({ N: appearance }))
  update.replace(found.ref, changed)
}
