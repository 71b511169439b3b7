import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { announce, announcement } from '#server/platform/announcements.ts'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type Certificate, isForSigning } from '#server/signatures/index.ts'
import { findAuthorityOfIssuer } from './authority-queries.ts'
import { findHolder } from './queries.ts'
import { register } from './register.ts'
import type { CertificateRow } from './schema.ts'

/** Told when a certificate of another authority stands in the register: module signing looks whether its key was made here. */
export const certificateRecorded = announcement<{ certificateId: string }>('certificates.recorded')

export type ForWhom = {
  organisationId: string
  postId: string | null
  tokenSerial: string | null
  reason: 'issued' | 'imported'
}

/** Whether what the certificate says fits whom it is entered for: names are compared without accents and order of words around them. */
export function decideHolder(certificate: Certificate, expected: string): Refusal | null {
  const said = fold(certificate.subject.commonName ?? certificate.subject.text)
  const name = fold(expected.replace(/^UBND /, ''))
  return ` ${said} `.includes(` ${name} `)
    ? null
    : new Refusal('certificates.name-differs', { said: certificate.subject.commonName ?? '', expected })
}

/** What an authority sent back for a request must be of use: it signs, and has not run out. What is imported may be of years ago. */
export function decideIssued(certificate: Certificate, now: Date): Refusal | null {
  if (!isForSigning(certificate)) return new Refusal('certificates.not-for-signing')
  return certificate.notAfter <= now ? new Refusal('certificates.issued-expired') : null
}

/** Enters a certificate that another authority issued, for the holder of a post or for an organisation. */
export async function recordIssued(within: Call, certificate: Certificate, of: ForWhom): Promise<CertificateRow> {
  if (certificate.isCa) throw new Refusal('certificates.is-authority')
  const on = vietnamDate(within.now)
  const unit = (await loadDirectory(within.db, on)).organisation(of.organisationId)
  if (!unit) throw new Refusal('certificates.unknown-organisation')
  const post = of.postId ? (await loadPosts(within.db, on)).all.get(of.postId) : undefined
  const holder = of.postId ? await findHolder(within.db, of.postId, on) : undefined
  if (of.postId && !post) throw new Refusal('certificates.unknown-post')
  if (post && !holder) throw new Refusal('certificates.post-vacant', { post: post.title })
  const refusal =
    decideHolder(certificate, holder?.fullName ?? unit.name) ??
    (of.reason === 'issued' ? decideIssued(certificate, within.now) : null)
  if (refusal) throw refusal
  const row = await register(within, certificate, {
    ...{ authorityId: (await findAuthorityOfIssuer(within.db, certificate.issuer.key)) ?? null },
    ...{ kind: post ? 'person' : 'organisation', organisationId: unit.id, postId: post?.id ?? null },
    ...{ personId: holder?.personId ?? null, holder: holder?.fullName ?? unit.name, keyRef: null },
    ...{ tokenSerial: of.tokenSerial, reason: of.reason },
  })
  announce(within, certificateRecorded, { certificateId: row.id })
  recordAudit(within, `certificates.${of.reason}`, unit.id, row.id, { serial: row.serial, post: row.postId })
  return row
}
