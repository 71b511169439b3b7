import { FormatFault } from '../format-fault.ts'
import type { Certificate } from '../pki/certificate.ts'
import type { SignatureAlgorithm } from '../pki/algorithms.ts'
import { buildSignedData, placeholderSize, type RawSignature, withTimestamp } from '../pki/cms-build.ts'
import { parseSignedData } from '../pki/cms.ts'
import { type DigestName, digestOf, type Hashing, hashing } from '../pki/digests.ts'
import { heldSignatures } from '../verify/covered.ts'
import { certificationOf, lockOf } from '../verify/permitted.ts'
import { PdfFile } from './file.ts'
import { fill, type Place } from './form.ts'
import {
  addValidationData,
  contentsDigits,
  eachCovered,
  type Prepared,
  prepareSignature,
  withSignature,
} from './signature.ts'
import { bytesSource, type Source } from './source.ts'
import { importPage, Update } from './update.ts'

/** Whoever signs: the certificate, its chain upwards, and the act of the key, which stays with its holder. */
export type PdfSigner = {
  certificate: Certificate
  chain: readonly Certificate[]
  algorithm: SignatureAlgorithm
  digest: DigestName
  sign: RawSignature
}

export type SignPdf = {
  source: Source
  signer: PdfSigner
  field: string
  /** For a field that is not reserved in the file. */
  place?: Place
  /** A one-page PDF that becomes what the eye sees. */
  picture?: Uint8Array
  /** Reserved texts filled in the same revision: number and date. */
  fills?: readonly { field: string; value: string; picture: Uint8Array }[]
  certify?: 1 | 2 | 3
  lock?: boolean
  reason?: string
  location?: string
  at: Date
  /** Makes hashes; Node's own are faster than the portable ones. */
  newHash?: (name: DigestName) => Hashing
}

const pictureOf = async (bytes: Uint8Array, update: Update) =>
  (await importPage(await PdfFile.open(bytesSource(bytes)), 0, update)).ref

/** The digest of a prepared signature's coverage, a megabyte at a time: a file of any size. */
async function digestOfCovered(base: Source, prepared: Prepared, hash: Hashing): Promise<Uint8Array> {
  await eachCovered(base, prepared, hash.update)
  return hash.digest()
}

/** A revision with reserved texts filled and nothing signed: what somebody is given to sign elsewhere. Gives the bytes to append. */
export async function fillPdf(source: Source, fills: NonNullable<SignPdf['fills']>): Promise<Uint8Array> {
  const file = await PdfFile.open(source)
  await refuseForbidden(file)
  const update = new Update(file)
  for (const { field, value, picture } of fills) await fill(update, field, value, await pictureOf(picture, update))
  return (await update.bytes()).bytes
}

/**
 * Prepares the signature of a PDF: one revision with the reserved texts filled, the appearance, and room for the signature. Gives the digest
 * that its attributes carry; the key may be anywhere. @throws FormatFault `pdf.encrypted`, `pdf.changes-forbidden`, `pdf.field-signed`, or
 * that the file is damaged.
 */
export async function preparePdf(
  wish: Omit<SignPdf, 'signer'> & { signer: Omit<PdfSigner, 'sign'> },
): Promise<{ prepared: Prepared; messageDigest: Uint8Array }> {
  const file = await PdfFile.open(wish.source)
  await refuseForbidden(file, wish.field)
  const update = new Update(file)
  for (const { field, value, picture } of wish.fills ?? [])
    await fill(update, field, value, await pictureOf(picture, update))
  const { signer } = wish
  const room = placeholderSize({ ...signer, timestamp: true })
  const prepared = await prepareSignature(update, {
    ...{ field: wish.field, kind: 'signature', room, at: wish.at, signer: signer.certificate.subject.commonName ?? '' },
    ...(wish.place ? { place: wish.place } : {}),
    ...(wish.picture ? { appearance: await pictureOf(wish.picture, update) } : {}),
    ...(wish.certify ? { certify: wish.certify } : {}),
    ...(wish.lock ? { lock: true } : {}),
    ...(wish.reason ? { reason: wish.reason } : {}),
    ...(wish.location ? { location: wish.location } : {}),
  })
  const messageDigest = await digestOfCovered(wish.source, prepared, (wish.newHash ?? hashing)(signer.digest))
  return { prepared, messageDigest }
}

/** Signs a PDF (ký số): what `preparePdf` prepares with a PAdES B-B signature laid in. Gives the bytes to append. */
export async function signPdf(wish: SignPdf): Promise<{ increment: Uint8Array; contents: Uint8Array }> {
  const { prepared, messageDigest } = await preparePdf(wish)
  const contents = await buildSignedData({ ...wish.signer, messageDigest })
  return { increment: withSignature(prepared, contents), contents }
}

/**
 * A certification that forbids every change, or one that locks the form, forbids a further signature; one that lets the form be filled in lets
 * only the places be signed that it found (DocMDP 2).
 */
async function refuseForbidden(file: PdfFile, field?: string) {
  const isThere = field === undefined || (await file.fields()).some((each) => each.name === field)
  for (const held of (await heldSignatures(file)).held) {
    const locked = (await lockOf(file, held))('')
    const level = await certificationOf(file, held)
    if (level === 1 || locked || (level === 2 && !isThere)) throw new FormatFault('pdf.changes-forbidden')
  }
}

/** Whether another signature covers this one too: what lies in its room may not be exchanged any more. */
export async function isSignedOver(source: Source, field: string): Promise<boolean> {
  const { held } = await heldSignatures(await PdfFile.open(source))
  const own = held.find((each) => each.field === field)
  return own !== undefined && held.some((each) => each.end > own.end)
}

/** Where the signature of a field stands in the file, its CMS and the room kept for it. */
export async function findSignature(source: Source, field: string) {
  const { held } = await heldSignatures(await PdfFile.open(source))
  const found = held.find((each) => each.field === field)
  if (!found) throw new FormatFault('pdf.no-signature')
  const [, before, after] = found.range
  return { held: found, contentsAt: before + 1, room: (after - before - 2) / 2, cms: parseSignedData(found.cms).der }
}

/** The digits that put a timestamp into a signature that stands: the bytes it covers stay, so it is written in place. */
export async function stampedContents(source: Source, field: string, token: Uint8Array) {
  const { cms, contentsAt, room } = await findSignature(source, field)
  const stamped = withTimestamp(cms, token)
  return { at: contentsAt, digits: contentsDigits(stamped, room), contents: stamped }
}

/** What a timestamp authority is asked to stamp for a signature: the digest of its value. */
export async function imprintOf(source: Source, field: string, digest: DigestName): Promise<Uint8Array> {
  const { cms } = await findSignature(source, field)
  return digestOf(digest, parseSignedData(cms).signers[0]!.signature)
}

/** A revision with certificates and revocation data for a signature: B-T becomes B-LT. */
export async function withValidationData(
  source: Source,
  field: string,
  data: { certificates: readonly Uint8Array[]; ocsps: readonly Uint8Array[]; crls: readonly Uint8Array[] },
): Promise<Uint8Array> {
  const { held } = await findSignature(source, field)
  const update = new Update(await PdfFile.open(source))
  await addValidationData(update, data, held.cms)
  return (await update.bytes()).bytes
}

/** A revision with a document timestamp over everything before it: B-LT becomes B-LTA, and is renewed the same way. */
export async function withDocumentTimestamp(
  source: Source,
  wish: {
    field: string
    digest: DigestName
    stamp: (imprint: Uint8Array) => Promise<Uint8Array>
    room?: number
    newHash?: (name: DigestName) => Hashing
  },
): Promise<Uint8Array> {
  const update = new Update(await PdfFile.open(source))
  const prepared = await prepareSignature(update, { field: wish.field, kind: 'timestamp', room: wish.room ?? 12_288 })
  const imprint = await digestOfCovered(source, prepared, (wish.newHash ?? hashing)(wish.digest))
  return withSignature(prepared, await wish.stamp(imprint))
}
