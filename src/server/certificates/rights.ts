import { loadDirectory } from '#server/directory/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findCertificateForUpdate } from './queries.ts'
import { type CertificateRow, OF_THE_PROVINCE, RIGHT_OF_APPROVAL, type Step } from './schema.ts'

/** Organisations whose certificates this post sees; empty when none. */
export const viewReach = ({ actor }: Call): string[] => [...(actor.grants.get('certificates.view') ?? [])]

/** Whether the actor reaches the whole province with an act. */
export async function mayForProvince(call: Call, act: string): Promise<boolean> {
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  const house = directory.all().filter((each) => each.kind === 'committee' && each.tier === 'province')
  return house.length > 0 && house.every((each) => may(call.actor, act, each.id))
}

/** Whether the actor may decide a step for an organisation: its unit's in its reach, the others for the whole province only. */
export async function mayDecide(call: Call, step: Step, organisationId: string): Promise<boolean> {
  const act = RIGHT_OF_APPROVAL[step]
  if (!may(call.actor, act, organisationId)) return false
  return !OF_THE_PROVINCE.has(step) || mayForProvince(call, act)
}

/** Whether a certificate is of the post that acts. */
export const isOwn = ({ actor }: Call, certificate: { postId: string | null }) =>
  certificate.postId !== null && certificate.postId === actor.postId

/** The certificate that the actor may see, kept until the transaction ends. @throws Refusal `certificates.unknown`. */
export async function takeCertificate(within: Call, id: string): Promise<CertificateRow> {
  const found = await findCertificateForUpdate(within.db, id)
  if (!found || !(isOwn(within, found) || may(within.actor, 'certificates.view', found.organisationId)))
    throw new Refusal('certificates.unknown')
  return found
}
