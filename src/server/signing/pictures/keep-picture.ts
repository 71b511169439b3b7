import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may, mayAnywhere } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import {
  endPicture,
  findKeptPicture,
  findPicture,
  holdPictures,
  insertPicture,
  listPictures,
  type PictureOwner,
  type SigningPicture,
} from './picture-queries.ts'
import { type Png, readClearPng } from './png.ts'

export type PictureOf = 'signature' | 'seal'
export const MOST_PICTURE_BYTES = 512 * 1024
/** Pixels: sharp at 300 dpi in the places of annex I of NĐ 30/2020 (a seal measures 36 mm), and no poster. */
const SIZES = {
  signature: { least: [200, 60], most: [2400, 1600] },
  seal: { least: [300, 300], most: [2400, 2400] },
} as const

const SIGNERS = ['signing.lead', 'signing.head', 'signing.receive']
/** Whether somebody keeps this picture: his own signature, or the seal of the organisation whose records clerk he is. */
export const mayKeepPicture = ({ actor }: Call, of: PictureOf) =>
  actor.postId !== undefined &&
  (of === 'signature'
    ? SIGNERS.some((act) => mayAnywhere(actor, act))
    : actor.organisationId !== undefined && may(actor, 'signing.seal', actor.organisationId))

function ownerOf(call: Call, of: PictureOf): PictureOwner {
  if (!mayKeepPicture(call, of)) throw new Refusal('signing.no-right-to-picture')
  return of === 'signature'
    ? { ownerKind: 'person', ownerId: call.actor.id }
    : { ownerKind: 'organisation', ownerId: call.actor.organisationId! }
}

/** Pure: the picture as it is kept. @throws Refusal `signing.picture-not-allowed`, `signing.picture-size`. */
export function decidePicture(of: PictureOf, bytes: Buffer): Png {
  const png = bytes.length <= MOST_PICTURE_BYTES ? readClearPng(bytes) : undefined
  if (!png) throw new Refusal('signing.picture-not-allowed')
  const { least, most } = SIZES[of]
  const { width, height } = png
  const isRound = of === 'signature' || Math.abs(width - height) <= Math.max(width, height) / 10
  if (width < least[0] || height < least[1] || width > most[0] || height > most[1] || !isRound)
    throw new Refusal(of === 'seal' ? 'signing.seal-picture-size' : 'signing.signature-picture-size', { width, height })
  return png
}

/** Keeps a picture of the own signature or of the organisation's seal (ảnh chữ ký, ảnh con dấu) from now on; the one before ends. */
export async function keepPicture(call: Call, of: PictureOf, bytes: Buffer): Promise<string> {
  const owner = ownerOf(call, of)
  const png = decidePicture(of, bytes)
  const id = newId(call.now)
  await inTransaction(call, async (within) => {
    await holdPictures(within.db, owner)
    await endPicture(within.db, owner, call.now)
    await insertPicture(within.db, { ...owner, id, mediaType: 'image/png', bytes: png.bytes }, call.now, call.actor.id)
    recordAudit(within, 'signing.picture-kept', call.actor.organisationId ?? HOUSE_CHAIN, id, owner)
  })
  return id
}

/** Takes the picture out of use; papers that carry it stay as they are. @throws Refusal `signing.no-picture`. */
export async function removePicture(call: Call, of: PictureOf): Promise<void> {
  const owner = ownerOf(call, of)
  await inTransaction(call, async (within) => {
    await holdPictures(within.db, owner)
    if (!(await endPicture(within.db, owner, call.now))) throw new Refusal('signing.no-picture')
    recordAudit(within, 'signing.picture-removed', call.actor.organisationId ?? HOUSE_CHAIN, owner.ownerId, owner)
  })
}

export type PicturesView = { current: string | null; all: Pick<SigningPicture, 'id' | 'validFrom' | 'validTo'>[] }
/** The pictures somebody keeps, by their days; null where he keeps none of this kind. */
export async function viewPictures(call: Call, of: PictureOf): Promise<PicturesView | null> {
  if (!mayKeepPicture(call, of)) return null
  const owner = ownerOf(call, of)
  const [current, all] = await Promise.all([
    findPicture(call.db, owner.ownerKind, owner.ownerId),
    listPictures(call.db, owner),
  ])
  return { current: current?.id ?? null, all }
}

/** The picture itself, to whoever keeps it. @throws Refusal `signing.no-picture`. */
export async function readPicture(call: Call, id: string): Promise<SigningPicture> {
  const found = /^[0-9a-f-]{36}$/.test(id) ? await findKeptPicture(call.db, id) : undefined
  const of = found?.ownerKind === 'organisation' ? 'seal' : 'signature'
  if (!found || !mayKeepPicture(call, of) || ownerOf(call, of).ownerId !== found.ownerId)
    throw new Refusal('signing.no-picture')
  return found
}
