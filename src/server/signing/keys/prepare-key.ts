import { createHash } from 'node:crypto'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may, mayAnywhere } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { buildSigningRequest, type NameField, pemOf, rawSignatureOfPkcs8, writeName } from '#server/signatures/index.ts'
import { RIGHT_OF_PLACE } from '../schema.ts'
import { newKeyPair, requireNewPin } from './keep-software-key.ts'
import { findPreparedOf, type KeyOwner, putPrepared } from './prepared-queries.ts'
import { sealKey } from './software-key.ts'

/** Whose key: of the post somebody acts as, or of the seal of his organisation. */
export type KeyFor = 'post' | 'organisation'
export type PrepareKey = { of: KeyFor; pin: string; pinAgain: string }

/** The holder that a key is made for, where this actor may make it. */
function holderOf({ actor }: Call, of: KeyFor): KeyOwner | undefined {
  const { postId, organisationId } = actor
  const { seal, ...signs } = RIGHT_OF_PLACE
  const is =
    of === 'organisation'
      ? may(actor, seal, organisationId ?? '')
      : Object.values(signs).some((right) => mayAnywhere(actor, right))
  return postId && organisationId && is ? { organisationId, postId: of === 'post' ? postId : null } : undefined
}

/** @throws Refusal `signing.key-not-his`. */
function ownerOf(call: Call, of: KeyFor): KeyOwner {
  const owner = holderOf(call, of)
  if (!owner) throw new Refusal('signing.key-not-his')
  return owner
}

/** The name in the request; the authority writes the certificate's own. */
async function nameOf({ db, now }: Call, { organisationId, postId }: KeyOwner) {
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  const organisation = directory.organisation(organisationId)?.name ?? organisationId
  const post = postId ? posts.all.get(postId) : undefined
  const fields: [NameField, string][] = [
    ['country', 'VN'],
    ['organisation', organisation],
    ...(post ? ([['title', post.title]] satisfies [NameField, string][]) : []),
    ['commonName', post ? (post.holder ?? post.title) : organisation],
  ]
  return writeName(fields)
}

/**
 * Makes a software key here (tạo khóa ký) for a certificate that an authority will issue: the private half is sealed under the PIN and the
 * server's secret at once, the public half goes into a signing request to be sent on. One waits for each holder; made again, the earlier is
 * gone. @throws Refusal `signing.pin-weak`, `signing.pin-guessable`, `signing.pins-differ`, `signing.key-not-his`.
 */
export async function prepareKey(call: Call, house: { dataDir: string }, { of, pin, pinAgain }: PrepareKey) {
  const owner = ownerOf(call, of)
  requireNewPin(pin)
  if (pin !== pinAgain) throw new Refusal('signing.pins-differ')
  const { pkcs8, spki } = await newKeyPair()
  const algorithm = { kind: 'ecdsa', digest: 'SHA-256' } as const
  const sign = await rawSignatureOfPkcs8(pkcs8, algorithm)
  const request = await buildSigningRequest({ name: await nameOf(call, owner), spki, algorithm, sign })
  const kept = await sealKey(sealingOf(house.dataDir), pkcs8, pin)
  const id = newId(call.now)
  await inTransaction(call, async (within) => {
    const key = { id, ...owner, spkiSha256: sha256(spki), request: Buffer.from(request), ...kept, madeAt: call.now }
    await putPrepared(within.db, key, call.actor.id)
    recordAudit(within, 'signing.key-made', owner.organisationId, id, { of, post: owner.postId })
  })
  return { id }
}

export const sha256 = (spki: Uint8Array) => createHash('sha256').update(spki).digest('hex')

/** The key that waits for this holder, with its request as it is sent to the authority (PEM). @throws Refusal `signing.key-not-his`. */
export async function viewPreparedKey(call: Call, of: KeyFor): Promise<{ madeAt: Date; request: string } | undefined> {
  const found = await findPreparedOf(call.db, ownerOf(call, of))
  if (!found) return undefined
  return { madeAt: found.madeAt, request: pemOf('CERTIFICATE REQUEST', found.request) }
}

/** For whom the actor may make a key. */
export const mayPrepareKeys = (call: Call): KeyFor[] =>
  (['post', 'organisation'] as const).filter((of) => holderOf(call, of) !== undefined)
