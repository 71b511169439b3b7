import { findTemplateVersion, type Paper, type Signs } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PdfFile, type Reserved, reserve, type Source, Update } from '#server/signatures/index.ts'
import { appended } from './paper-file.ts'
import { sealPlace } from './pictures/pictures.ts'

/** The place a seal goes to where the template marks none of its own. */
export const SEAL_FIELD = 'dau'
export type SigningPlaces = { signs: Signs[]; reserved: Reserved[] }

/** Who signs a paper where: the template's places that are signed electronically, and the seal's beside the leader's. */
export async function placesOf(db: Db, paper: Paper): Promise<SigningPlaces> {
  const version = await findTemplateVersion(db, paper.templateVersionId)
  return placesFor(version?.signs ?? [], paper.places)
}

/** The same of a paper that is kept nowhere. */
export function placesFor(marked: readonly Signs[], places: Paper['places']): SigningPlaces {
  // In the order of signing: initials come first.
  const signs = marked
    .filter((each) => each.on !== 'paper' && each.by !== 'applicant')
    .toSorted((a, b) => Number(b.by === 'initials') - Number(a.by === 'initials'))
  // Văn bản của cơ quan: what a leader signs carries the agency's seal, marked or not (NĐ 30/2020, annex I box 8).
  if (signs.some((each) => each.by === 'leader') && !signs.some((each) => each.by === 'seal'))
    signs.push({ key: SEAL_FIELD, by: 'seal', on: 'electronic' })
  const wanted = new Set(signs.map((each) => each.key))
  const reserved: Reserved[] = places
    .filter((place) => place.kind === 'text' || wanted.has(place.key))
    .map(({ key, kind, page, rect }) => ({ name: key, kind, page, rect }))
  const seal = signs.find((each) => each.by === 'seal')
  const leader = signs.find((each) => each.by === 'leader') ?? signs.find((each) => each.by === 'head')
  const beside = leader && places.find((place) => place.key === leader.key)
  if (seal && beside && !reserved.some((each) => each.name === seal.key))
    reserved.push({ name: seal.key, kind: 'signature', ...sealPlace(beside) })
  return { signs, reserved }
}

/** @throws Refusal `signing.no-place`. */
export function placeNamed({ signs, reserved }: SigningPlaces, key: string) {
  const sign = signs.find((each) => each.key === key)
  const place = reserved.find((each) => each.name === key)
  if (!sign || !place) throw new Refusal('signing.no-place', { key })
  return { sign, place }
}

/** The file with its places as fields: the first revision after it was set; one that has them stays as it is. */
export async function withPlaces(source: Source, { reserved }: SigningPlaces): Promise<Source> {
  const file = await PdfFile.open(source)
  const there = new Set((await file.fields()).map((each) => each.name))
  const missing = reserved.filter((each) => !there.has(each.name))
  // A file that is signed gets no new fields: what is missing then is placed by the signature itself.
  const isSigned = (await file.fields()).some((each) => each.type === 'Sig' && each.field.has('V'))
  if (missing.length === 0 || isSigned) return source
  const update = new Update(file)
  await reserve(update, missing)
  return appended(source, (await update.bytes()).bytes)
}
