import type { Db } from '#server/platform/call.ts'
import { setPicture } from '#server/papers/index.ts'
import { NO_LEGAL_VALUE } from '#server/certificates/index.ts'
import { findPicture, type SigningPicture } from './picture-queries.ts'
import { SEAL_IMAGE_SOURCE, SEAL_SOURCE, SIGNATURE_SOURCE, TEXT_SOURCE } from './sources.ts'
import { strokesOf } from './strokes.ts'

type Rect = readonly [left: number, bottom: number, right: number, top: number]
const sizeOf = ([left, bottom, right, top]: Rect) => ({ width: right - left, height: top - bottom })
const MM = 72 / 25.4
/** Round seals of agencies measure 36 mm (TT 07/2010/TT-BCA); drawn at real size (NĐ 30/2020, annex I). */
export const SEAL_SIDE = 36 * MM
const SEAL_SIZE = { width: SEAL_SIDE, height: SEAL_SIDE }
const INK = { width: 56 * MM, height: 24 * MM }

const shown = ({ mediaType, bytes }: SigningPicture) =>
  mediaType === 'image/png' ? { image: [...bytes], format: 'png' } : { image: bytes.toString('utf8'), format: 'svg' }

/** The ink of a signature within its place: the seal is laid over a third of it. */
export const inkOf = (rect: Rect) => {
  const { width, height } = sizeOf(rect)
  return { width: Math.min(INK.width, width), height: Math.min(INK.height, height - 8) }
}

export function setText(words: string, rect: Rect, { italic = false, size = 13 }, at: Date): Promise<Uint8Array> {
  const box = sizeOf(rect)
  // A place that was made smaller with the words around it holds smaller letters; 13 points stand in 6 mm.
  return setPicture(TEXT_SOURCE, { ...box, words, italic, size: Math.min(size, box.height * 0.77) }, at)
}

/** The signature of a person as uploaded; in the demonstration, one drawn of the name. Undefined: nothing is shown but the name below. */
export async function setSignature(
  db: Db,
  of: { accountId: string; name: string; rect: Rect; isDemonstration: boolean; isInitials?: boolean },
  at: Date,
): Promise<Uint8Array | undefined> {
  const kept = await findPicture(db, 'person', of.accountId)
  if (!kept && !of.isDemonstration) return undefined
  if (of.isInitials) return kept ? layInitials(shown(kept), of.rect, at) : drawInitials(of.name, of.rect, at)
  const picture = kept ? shown(kept) : { image: strokesOf(of.name), format: 'svg' }
  return layInk(picture, of.rect, of.isDemonstration ? NO_LEGAL_VALUE : '', at)
}

/** The signature that the demonstration draws of a name. */
export const drawSignature = (name: string, rect: Rect, at: Date) =>
  layInk({ image: strokesOf(name), format: 'svg' }, rect, NO_LEGAL_VALUE, at)

/** Initials that the demonstration draws of the given name alone; their place has no room for more than ink. */
export const drawInitials = (name: string, rect: Rect, at: Date) =>
  layInitials({ image: strokesOf(name.trim().split(/\s+/).at(-1) ?? name), format: 'svg' }, rect, at)

function layInitials(picture: ReturnType<typeof shown>, rect: Rect, at: Date): Promise<Uint8Array> {
  const { width, height } = sizeOf(rect)
  return setPicture(SIGNATURE_SOURCE, { width, height, ...picture, note: '', inkWidth: width, inkHeight: height }, at)
}

function layInk(picture: ReturnType<typeof shown>, rect: Rect, note: string, at: Date): Promise<Uint8Array> {
  const ink = inkOf(rect)
  return setPicture(
    SIGNATURE_SOURCE,
    { ...sizeOf(rect), ...picture, note, inkWidth: ink.width, inkHeight: ink.height },
    at,
  )
}

const drawn = new Map<string, Promise<Uint8Array>>()

/** The seal of an organisation as uploaded; in the demonstration, one drawn of its name. The same seal is drawn once. */
export async function setSeal(
  db: Db,
  of: { organisationId: string; name: string; isDemonstration: boolean },
  at: Date,
): Promise<Uint8Array | undefined> {
  const kept = await findPicture(db, 'organisation', of.organisationId)
  if (kept) return setPicture(SEAL_IMAGE_SOURCE, { ...SEAL_SIZE, ...shown(kept) }, at)
  return of.isDemonstration ? drawSeal(of.name, at) : undefined
}

/** The seal that the demonstration draws of a name; the same one once. */
export function drawSeal(name: string, at: Date): Promise<Uint8Array> {
  let seal = drawn.get(name)
  if (!seal) {
    if (drawn.size > 300) drawn.clear()
    seal = setPicture(SEAL_SOURCE, { ...SEAL_SIZE, name: name.toUpperCase(), under: 'KHÔNG CÓ GIÁ TRỊ PHÁP LÝ' }, at)
    drawn.set(name, seal)
    seal.catch(() => drawn.delete(name))
  }
  return seal
}

/** Where the seal goes: over the left third of the signature's ink, at its middle (NĐ 30/2020, art. 32; annex I). */
export function sealPlace(signature: { page: number; rect: Rect }): {
  page: number
  rect: [number, number, number, number]
} {
  const [left, bottom, right, top] = signature.rect
  const ink = inkOf(signature.rect)
  const inkLeft = (left + right) / 2 - ink.width / 2
  const edge = inkLeft + ink.width / 3
  const middle = (bottom + top) / 2
  return {
    page: signature.page,
    rect: [edge - SEAL_SIDE, middle - SEAL_SIDE / 2, edge, middle + SEAL_SIDE / 2],
  }
}
