import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { registerDemonstration } from './authorities.ts'
import { DEMONSTRATION, findAuthority } from './authority-queries.ts'
import { issueCertificate, type Profile } from './authority/issue.ts'
import type { Authority } from './authority/open.ts'
import { findHolder } from './queries.ts'
import { register } from './register.ts'
import type { CertificateRow } from './schema.ts'

export type DemonstrationKey = {
  publicKeySpki: Uint8Array
  /** Which key of module signing holds the private half. */
  keyId?: string | null
  tokenSerial?: string | null
} & ({ postId: string } | { organisationId: string })

const TERM_YEARS = 5

/** Whom the certificate names. @throws Refusal where the post is vacant or the unit unknown. */
async function profileFor(call: Call, of: DemonstrationKey) {
  const on = vietnamDate(call.now)
  const directory = await loadDirectory(call.db, on)
  if (!('postId' in of)) {
    const unit = directory.organisation(of.organisationId)
    if (!unit) throw new Refusal('certificates.unknown-organisation')
    const code = unit.codes[0]?.code
    const profile: Profile = { kind: 'organisation', name: unit.name, ...(code ? { code } : {}) }
    return { profile, ...{ organisationId: unit.id, postId: null, personId: null, holder: unit.name } }
  }
  const post = (await loadPosts(call.db, on)).all.get(of.postId)
  const unit = post && directory.organisation(post.organisationId)
  if (!post || !unit) throw new Refusal('certificates.unknown-post')
  const holder = await findHolder(call.db, post.id, on)
  if (!holder) throw new Refusal('certificates.post-vacant', { post: post.title })
  const profile: Profile = {
    ...{ kind: 'person', name: holder.fullName, title: post.title, organisation: unit.name },
    ...(holder.email ? { email: holder.email } : {}),
  }
  return {
    profile,
    ...{ organisationId: unit.id, postId: post.id, personId: holder.personId, holder: holder.fullName },
  }
}

/**
 * Issues a certificate of the demonstration authority (trình diễn, không có giá trị pháp lý) at once and enters it in the register: for the
 * holder of a post, or for an organisation's seal. Rights are the caller's affair (module signing, or the act that carries a request out).
 */
export const issueDemonstration = (call: Call, authority: Authority, of: DemonstrationKey): Promise<CertificateRow> =>
  inTransaction(call, async (within) => {
    await registerDemonstration(within, authority)
    if (!(await findAuthority(within.db, DEMONSTRATION))?.enabled) throw new Refusal('certificates.authority-off')
    const { profile, ...whose } = await profileFor(within, of)
    const notBefore = new Date(Math.floor(within.now.getTime() / 1000) * 1000 - 60_000)
    const notAfter = new Date(notBefore)
    notAfter.setUTCFullYear(notAfter.getUTCFullYear() + TERM_YEARS)
    const certificate = await issueCertificate(authority, { profile, spki: of.publicKeySpki, notBefore, notAfter })
    const row = await register(within, certificate, {
      ...{ ...whose, authorityId: DEMONSTRATION, kind: profile.kind, reason: 'issued' },
      ...{ keyRef: of.keyId ?? null, tokenSerial: of.tokenSerial ?? null },
    })
    recordAudit(within, 'certificates.issued', row.organisationId, row.id, { serial: row.serial, post: row.postId })
    return row
  })
