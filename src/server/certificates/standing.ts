import type { Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { RevocationReason, Standing } from '#server/signatures/index.ts'
import type { Register } from './authority/answers.ts'
import { DEMONSTRATION, findAuthority } from './authority-queries.ts'
import {
  findCertificate,
  findForOrganisation,
  findForPost,
  findLatest,
  findStanding,
  hasLeft,
  holdForSigning,
  isAppointed,
  isOfAccount,
  listNotActive,
  NOT_FOR_SIGNING,
} from './queries.ts'
import { type CertificateRow, REVOCATION_REASONS } from './schema.ts'

const rowOf = async (db: Db, id: string | undefined) => (id ? findCertificate(db, id) : undefined)

/**
 * The certificate with which the holder of a post signs now; undefined when there is none. A certificate follows the post of its holder:
 * on the day an appointment ends signing stops, because the appointment is read here every time. With an account it is that person's own.
 */
export const certificateOfPost = async (db: Db, postId: string, now: Date, accountId?: string) =>
  rowOf(db, await findForPost(db, postId, now, vietnamDate(now), accountId))

/** The certificate of an organisation, for its seal; undefined when there is none in force now. */
export const certificateOfOrganisation = async (db: Db, organisationId: string, now: Date) =>
  rowOf(db, await findForOrganisation(db, organisationId, now, vietnamDate(now)))

/** Why a certificate does not sign now, as the code of a refusal; undefined when it does. */
export async function whyNotNow(db: Db, certificate: CertificateRow, now: Date): Promise<string | undefined> {
  if (certificate.state === 'revoked') return 'certificates.revoked'
  if (certificate.state === 'suspended') return 'certificates.suspended'
  if (now < certificate.notBefore) return 'certificates.not-yet'
  if (now >= certificate.notAfter) return 'certificates.expired'
  if (certificate.purpose === NOT_FOR_SIGNING) return 'certificates.not-for-signing'
  const { postId, personId, authorityId } = certificate
  if (authorityId && !(await findAuthority(db, authorityId))?.enabled) return 'certificates.authority-off'
  if (postId && personId && !(await isAppointed(db, postId, personId, vietnamDate(now))))
    return 'certificates.left-post'
  return undefined
}

/**
 * Asked in the transaction that keeps a signature, also one of a list whose key was opened a minute ago: why this certificate does not sign
 * now for whoever acts as a post. What is asked is held until the transaction ends.
 */
export async function whyStopped(
  db: Db,
  certificateId: string,
  actor: { accountId: string; postId: string },
  now: Date,
): Promise<string | undefined> {
  const certificate = await holdForSigning(db, certificateId)
  if (!certificate) return 'certificates.unknown'
  if (await hasLeft(db, actor, vietnamDate(now))) return 'certificates.actor-left'
  if (!(await isOfAccount(db, certificateId, actor.accountId))) return 'certificates.left-post'
  return whyNotNow(db, certificate, now)
}

/** Why there is no certificate to sign with, when there was one; undefined where there never was. */
export async function whyNone(
  db: Db,
  of: { postId: string; accountId: string } | { organisationId: string },
  now: Date,
): Promise<string | undefined> {
  const latest = await rowOf(db, await findLatest(db, of))
  return latest && whyNotNow(db, latest, now)
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
