import { FormatFault } from '../format-fault.ts'
import { hexOf } from '../pki/der.ts'
import { addField, findField, type Place } from './form.ts'
import { Dict, dict, name, type PdfObject, Ref, Str, Stream, text } from './objects.ts'
import { bytesSource, eachChunk, type Source } from './source.ts'
import type { Update } from './update.ts'
import { ascii } from './write.ts'

const WIDE = 9_999_999_999
const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

/** `D:20261124153000+07'00'` of an instant, in Vietnamese time. */
export function pdfDate(at: Date): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString()
  return `D:${local.slice(0, 19).replace(/[-T:]/g, '')}+07'00'`
}

export type SignatureWish = {
  /** The field to sign: one reserved in the file, or a new one. */
  field: string
  place?: Place
  appearance?: Ref
  kind: 'signature' | 'timestamp'
  /** Certification: what later revisions may do (DocMDP): 1 nothing, 2 fill in and sign, 3 also annotate. */
  certify?: 1 | 2 | 3
  /** After this signature no field may change (FieldMDP over all). */
  lock?: boolean
  signer?: string
  reason?: string
  location?: string
  at?: Date
  /** Bytes kept for the CMS: it grows when timestamp and certificates are added. */
  room: number
}

/** An increment whose signature is still to be made. Offsets count from the start of the whole file. */
export type Prepared = {
  increment: Uint8Array
  byteRange: readonly [number, number, number, number]
  /** Where the hexadecimal digits of /Contents start in the increment. */
  contentsAt: number
  room: number
}

function signatureDictionary(wish: SignatureWish): Dict {
  const entries = dict({
    Type: name(wish.kind === 'timestamp' ? 'DocTimeStamp' : 'Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name(wish.kind === 'timestamp' ? 'ETSI.RFC3161' : 'ETSI.CAdES.detached'),
    ByteRange: [0, WIDE, WIDE, WIDE],
    Contents: new Str(new Uint8Array(wish.room), true),
  })
  for (const [key, value] of [
    ['Name', wish.signer],
    ['Reason', wish.reason],
    ['Location', wish.location],
  ] as const)
    if (value) entries.set(key, text(value))
  if (wish.at) entries.set('M', text(pdfDate(wish.at)))
  const references: PdfObject[] = []
  const reference = (method: string, parms: Record<string, PdfObject>) =>
    references.push(
      dict({
        Type: name('SigRef'),
        TransformMethod: name(method),
        TransformParams: dict({ Type: name('TransformParams'), V: name('1.2'), ...parms }),
      }),
    )
  if (wish.certify) reference('DocMDP', { P: wish.certify })
  if (wish.lock) reference('FieldMDP', { Action: name('All') })
  if (references.length > 0) entries.set('Reference', references)
  return entries
}

/** Lays the signature into the update and gives the increment with room for it. */
export async function prepareSignature(update: Update, wish: SignatureWish): Promise<Prepared> {
  const value = update.add(signatureDictionary(wish))
  const reserved = await findField(update, wish.field)
  if (reserved) {
    if (reserved.field.has('V')) throw new FormatFault('pdf.field-signed', 'the field is signed already')
    const signed = new Dict(reserved.field)
    signed.set('V', value)
    if (wish.appearance) signed.set('AP', dict({ N: wish.appearance }))
    update.replace(reserved.ref, signed)
  } else
    await addField(update, {
      ...{ name: wish.field, type: 'Sig', place: wish.place, appearance: wish.appearance, value },
    })
  if (wish.certify) await update.changeCatalog((perms) => void perms.set('DocMDP', value), 'Perms')
  const { bytes, offsets } = await update.bytes()
  return withByteRange(bytes, offsets.get(value.num)!, update.file.source.size, wish.room)
}

function withByteRange(increment: Uint8Array, objectAt: number, base: number, room: number): Prepared {
  const words = latin(increment.subarray(objectAt, objectAt + 65_536 + room * 2))
  const rangeAt = words.indexOf('/ByteRange [') + '/ByteRange '.length
  const contentsAt = objectAt + words.indexOf('/Contents <') + '/Contents <'.length
  const before = base + contentsAt - 1
  const after = base + contentsAt + room * 2 + 1
  const byteRange = [0, before, after, base + increment.length - after] as const
  const range = `[${byteRange.join(' ')}]`
  const width = `[0 ${WIDE} ${WIDE} ${WIDE}]`.length
  increment.set(ascii(range.padEnd(width)), objectAt + rangeAt)
  return { increment, byteRange, contentsAt, room }
}

/** Feeds what a signature covers: the file before, the increment without /Contents. */
export async function eachCovered(base: Source, prepared: Prepared, take: (chunk: Uint8Array) => void) {
  await eachChunk(base, 0, base.size, take)
  const own = bytesSource(prepared.increment)
  await eachChunk(own, 0, prepared.contentsAt - 1, take)
  await eachChunk(own, prepared.contentsAt + prepared.room * 2 + 1, prepared.increment.length, take)
}

/** The digits of /Contents for a CMS, filled with zeros to the room kept. @throws FormatFault `pdf.no-room`. */
export function contentsDigits(cms: Uint8Array, room: number): Uint8Array {
  if (cms.length > room)
    throw new FormatFault('pdf.no-room', `the signature needs ${cms.length} bytes, ${room} are kept`)
  return ascii(hexOf(cms).padEnd(room * 2, '0'))
}

/** The increment with its signature laid in. */
export function withSignature({ increment, contentsAt, room }: Prepared, cms: Uint8Array): Uint8Array {
  const signed = new Uint8Array(increment)
  signed.set(contentsDigits(cms, room), contentsAt)
  return signed
}

/** Adds certificates and revocation answers for a signature to the document security store (ETSI EN 319 142-1, 5.4); what is there stays once. */
export async function addValidationData(
  update: Update,
  data: { certificates: readonly Uint8Array[]; ocsps: readonly Uint8Array[]; crls: readonly Uint8Array[] },
  contents: Uint8Array,
) {
  const key = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-1', new Uint8Array(contents)))).toUpperCase()
  await update.changeCatalog(async (store) => {
    store.set('Type', name('DSS'))
    const own = new Dict()
    for (const [list, short, wanted] of [
      ['Certs', 'Cert', data.certificates],
      ['OCSPs', 'OCSP', data.ocsps],
      ['CRLs', 'CRL', data.crls],
    ] as const) {
      const held = await update.resolve(store.get(list))
      const items = Array.isArray(held) ? [...held] : []
      const known = new Map<string, PdfObject>()
      for (const item of items) {
        const stream = await update.resolve(item)
        if (stream instanceof Stream && !stream.dict.has('Filter')) known.set(hexOf(stream.raw), item)
      }
      const refs = wanted.map((der) => {
        const there = known.get(hexOf(der))
        if (there) return there
        const ref = update.add(new Stream(new Dict(), der))
        items.push(ref)
        known.set(hexOf(der), ref)
        return ref
      })
      if (items.length > 0) store.set(list, items)
      if (refs.length > 0) own.set(short, refs)
    }
    const vri = await update.resolve(store.get('VRI'))
    store.set('VRI', new Dict([...(vri instanceof Dict ? vri : []), [key, own]]))
  }, 'DSS')
}
