import { createHash, type KeyObject } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { bytesSource, Dict, dict, name, PdfFile, Ref, Str, Stream, Update } from '#server/signatures/index.ts'

const OID = { data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2' }
const ATTRIBUTE = { type: '1.2.840.113549.1.9.3', digest: '1.2.840.113549.1.9.4', time: '1.2.840.113549.1.9.5' }
const ROOM = 9000
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

export type ForeignWish = {
  key: KeyObject
  certificate: Uint8Array
  /** Signs the empty field of this name; without it a field of its own is made. */
  reserved?: string
  own?: string
  rect?: readonly [number, number, number, number]
  digest?: 'SHA-256' | 'SHA-1'
  room?: number
  /** Entries of the signature dictionary (a certification, a lock). */
  entries?: Dict
  /** What the writer also does in the same revision. */
  also?: (update: Update) => Promise<void> | void
  /** What it does to the bytes it covers, and to what is written. */
  after?: (bytes: Uint8Array) => Uint8Array
}

/** A CMS as pkijs writes it: signing time among the attributes, no name of the certificate, PKCS#1 v1.5 for RSA. */
async function cmsOver(digest: Uint8Array, { key, certificate, digest: named = 'SHA-256' }: ForeignWish) {
  const read = pkijs.Certificate.fromBER(certificate.slice().buffer)
  const attribute = (type: string, value: asn1js.BaseBlock) => new pkijs.Attribute({ type, values: [value] })
  const signer = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: read.issuer, serialNumber: read.serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        attribute(ATTRIBUTE.type, new asn1js.ObjectIdentifier({ value: OID.data })),
        attribute(ATTRIBUTE.time, new asn1js.UTCTime({ valueDate: new Date('2026-11-24T02:00:00Z') })),
        attribute(ATTRIBUTE.digest, new asn1js.OctetString({ valueHex: digest.slice().buffer })),
      ],
    }),
  })
  const encapContentInfo = new pkijs.EncapsulatedContentInfo({ eContentType: OID.data })
  const data = new pkijs.SignedData({ version: 1, encapContentInfo, signerInfos: [signer], certificates: [read] })
  const kind =
    key.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: named }
      : { name: 'ECDSA', namedCurve: 'P-256', hash: named }
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
  await data.sign(await crypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), kind, true, ['sign']), 0, named)
  const whole = new pkijs.ContentInfo({ contentType: OID.signedData, content: data.toSchema(true) })
  return new Uint8Array(whole.toSchema().toBER())
}

/** The field with its widget apart from it, as several writers make it, and a picture of two strokes. */
async function addOwnField(update: Update, wish: ForeignWish, value: Ref) {
  const [page] = await update.file.pages()
  const [left, bottom, right, top] = wish.rect ?? [330, 150, 480, 210]
  const box = [0, 0, right - left, top - bottom]
  const drawn = new Stream(
    dict({ Type: name('XObject'), Subtype: name('Form'), BBox: box }),
    Buffer.from('0 0 1 RG 5 5 m 80 40 l 20 40 m 100 10 l S'),
  )
  const field = update.add(null)
  const widget = update.add(
    dict({
      ...{ Type: name('Annot'), Subtype: name('Widget'), Parent: field, P: page!.ref, F: 132 },
      ...{ Rect: [left, bottom, right, top], AP: dict({ N: update.add(drawn) }) },
    }),
  )
  update.replace(
    field,
    dict({ FT: name('Sig'), T: new Str(Buffer.from(wish.own ?? 'Signature1')), V: value, Kids: [widget] }),
  )
  await update.addTo(page!.ref, 'Annots', widget)
  await update.changeCatalog(async (form) => {
    const held = await update.resolve(form.get('Fields'))
    form.set('Fields', [...(Array.isArray(held) ? held : []), field])
    form.set('SigFlags', 3)
  }, 'AcroForm')
}

async function signReserved(update: Update, reserved: string, value: Ref) {
  const found = (await update.file.fields()).find((each) => each.name === reserved)
  const signed = new Dict(found!.field)
  signed.set('V', value)
  update.replace(found!.ref!, signed)
}

/** Signs a PDF as another program would: adbe.pkcs7.detached, a dictionary of another shape, a CMS of another library. */
export async function foreignSigned(pdf: Uint8Array, wish: ForeignWish): Promise<Uint8Array> {
  const update = new Update(await PdfFile.open(bytesSource(pdf)))
  const room = wish.room ?? ROOM
  const wide = '[0 9999999999 9999999999 9999999999]'
  const value = update.add(
    new Dict([
      ['Contents', new Str(new Uint8Array(room), true)],
      ['ByteRange', [0, 9999999999, 9999999999, 9999999999]],
      ...(wish.entries ?? []),
      ...dict({ Type: name('Sig'), Filter: name('Adobe.PPKLite'), SubFilter: name('adbe.pkcs7.detached') }),
      ['Prop_Build', dict({ App: dict({ Name: name('Foreign') }) })],
    ]),
  )
  if (wish.reserved) await signReserved(update, wish.reserved, value)
  else await addOwnField(update, wish, value)
  await wish.also?.(update)
  const { bytes, offsets } = await update.bytes()
  const whole = new Uint8Array(Buffer.concat([pdf, bytes]))
  const at = pdf.length + offsets.get(value.num)!
  const text = latin(whole.subarray(at, at + room * 2 + 2000))
  const [contents, range] = [at + text.indexOf('<0000'), at + text.indexOf(wide)]
  const rest = contents + room * 2 + 2
  const words = `[0 ${contents} ${rest} ${whole.length - rest}]`.padEnd(wide.length)
  whole.set(Buffer.from(words, 'latin1'), range)
  const hash = createHash((wish.digest ?? 'SHA-256').replace('-', '').toLowerCase())
  const digest = hash.update(whole.subarray(0, contents)).update(whole.subarray(rest)).digest()
  const cms = await cmsOver(digest, wish)
  whole.set(Buffer.from(Buffer.from(cms).toString('hex'), 'latin1'), contents + 1)
  return wish.after ? wish.after(whole) : whole
}
