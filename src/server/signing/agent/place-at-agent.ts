import type { Call } from '#server/platform/call.ts'
import { isAtAgent } from '../open-signer.ts'
import { findKeyOf } from '../queries.ts'
import type { SigningHouse } from '../schema.ts'

/** Whether a place is signed with the USB token of the actor, or of his organisation: what the page asks of him then is no PIN. */
export async function isPlaceAtAgent(
  call: Call,
  house: SigningHouse,
  place: { by: string; organisationId: string },
): Promise<boolean> {
  const certificate =
    place.by === 'seal'
      ? await house.register.certificateOfOrganisation(call.db, place.organisationId, call.now)
      : call.actor.postId &&
        (await house.register.certificateOfPost(call.db, call.actor.postId, call.now, call.actor.id))
  if (!certificate) return false
  return isAtAgent(house, await findKeyOf(call.db, certificate.id))
}
