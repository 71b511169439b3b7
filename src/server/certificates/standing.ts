import type { Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { RevocationReason, Standing } from '#server/signatures/index.ts'
import type { Register } from './authority/answers.ts'
import { DEMONSTRATION } from './authority-queries.ts'
import {
  findCertificate,
  findForOrganisation,
  findForPost,
  findStanding,
  isAppointed,
  listNotActive,
} from './queries.ts'
import { type CertificateRow, REVOCATION_REASONS } from './schema.ts'

const rowOf = async (db: Db, id: string | undefined) => (id ? findCertificate(db, id) : undefined)

/**
 * The certificate with which the holder of a post signs now; undefined when there is none. A certificate follows the post of its holder:
 * on the day an appointment ends signing stops, because the appointment is read here every time.
 */
export const certificateOfPost = async (db: Db, postId: string, now: Date) =>
  rowOf(db, await findForPost(db, postId, now, vietnamDate(now)))

/** The certificate of an organisation, for its seal; undefined when there is none in force now. */
export const certificateOfOrganisation = async (db: Db, organisationId: string, now: Date) =>
  rowOf(db, await findForOrganisation(db, organisationId, now, vietnamDate(now)))

/** Why a certificate does not sign now, as the code of a refusal; undefined when it does. */
export async function whyNotNow(db: Db, certificate: CertificateRow, now: Date): Promise<string | undefined> {
  if (certificate.state === 'revoked') return 'certificates.revoked'
  if (certificate.state === 'suspended') return 'certificates.suspended'
  if (now < certificate.notBefore) return 'certificates.not-yet'
  if (now >= certificate.notAfter) return 'certificates.expired'
  const { postId, personId } = certificate
  if (postId && personId && !(await isAppointed(db, postId, personId, vietnamDate(now))))
    return 'certificates.left-post'
  return undefined
}

const SAID = ['certificateHold', ...REVOCATION_REASONS] as const
const reasonOf = (reason: string): RevocationReason => SAID.find((each) => each === reason) ?? 'unspecified'

/** What the register says of a serial of the demonstration authority: good, revoked or suspended (certificateHold) since when, or unknown. */
export async function statusForAuthority(db: Db, serial: string): Promise<Standing> {
  const found = await findStanding(db, DEMONSTRATION, serial)
  if (!found) return { status: 'unknown' }
  if (found.state === 'active') return { status: 'good' }
  return { status: 'revoked', at: found.at, reason: reasonOf(found.reason) }
}

/** The register as the demonstration authority asks it, for OCSP answers and lists. */
export const registerOf = (db: Db): Register => ({
  standingOf: (serial) => statusForAuthority(db, serial),
  listRevoked: async () =>
    (await listNotActive(db, DEMONSTRATION)).map(({ serial, at, reason }) => ({
      serial,
      at,
      reason: reasonOf(reason),
    })),
})
