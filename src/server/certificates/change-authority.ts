import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Certificate, isValidAt } from '#server/signatures/index.ts'
import {
  type AuthorityFields,
  findAuthorityForUpdate,
  insertAuthority,
  insertAuthorityCertificate,
  listAuthorities,
  listAuthorityCertificates,
  removeAuthorityCertificate,
  updateAuthority,
} from './authority-queries.ts'
import { certificatesOfFile } from './import.ts'
import { mayForProvince } from './rights.ts'

export type ChangeAuthority = {
  id?: string | undefined
  name: string
  ocspUrl: string
  crlUrl: string
  tsaUrl: string
  enabled: boolean
  revision?: number | undefined
}

const addressOr = (text: string): string | null | Refusal => {
  const trimmed = text.trim()
  if (!trimmed) return null
  return URL.canParse(trimmed) && /^https?:$/.test(new URL(trimmed).protocol)
    ? trimmed
    : new Refusal('certificates.address', { address: trimmed })
}

/** What an authority must say of itself: a name, and addresses that are addresses. */
export function decideAuthority(of: ChangeAuthority): AuthorityFields | Refusal {
  const name = of.name.trim()
  if (name.length < 3 || name.length > 200) return new Refusal('certificates.authority-name')
  const [ocspUrl, crlUrl, tsaUrl] = [addressOr(of.ocspUrl), addressOr(of.crlUrl), addressOr(of.tsaUrl)]
  for (const each of [ocspUrl, crlUrl, tsaUrl]) if (each instanceof Refusal) return each
  return { name, ocspUrl: ocspUrl as string | null, crlUrl: crlUrl as string | null, tsaUrl: tsaUrl as string | null }
}

async function requireAuthorities(call: Call) {
  if (!(await mayForProvince(call, 'certificates.authorities'))) throw new Refusal('certificates.no-right')
}

/** The authorities with their certificates, for whoever keeps them. */
export async function viewAuthorities(call: Call) {
  await requireAuthorities(call)
  const all = await listAuthorities(call.db)
  return Promise.all(
    all.map(async (each) => ({ ...each, certificates: await listAuthorityCertificates(call.db, each.id) })),
  )
}

/**
 * Adds an authority (cơ quan cấp chứng thư) or changes its name and addresses, and switches it on or off. While it is off its roots are not
 * trusted and its certificates do not sign. The demonstration authority keeps its name: it says that it has no legal value.
 */
export const changeAuthority = (call: Call, command: ChangeAuthority): Promise<string> =>
  inTransaction(call, async (within) => {
    await requireAuthorities(within)
    const fields = decideAuthority(command)
    if (fields instanceof Refusal) throw fields
    const facts = { name: fields.name, enabled: command.enabled }
    if (!command.id) {
      const id = newId(within.now)
      await insertAuthority(within.db, { ...fields, id, kind: 'external', at: within.now })
      recordAudit(within, 'certificates.authority-added', HOUSE_CHAIN, id, facts)
      return id
    }
    const known = await findAuthorityForUpdate(within.db, command.id)
    if (!known) throw new Refusal('certificates.unknown-authority')
    if (known.revision !== command.revision) throw new Refusal('certificates.changed-meanwhile')
    const kept = known.kind === 'demonstration' ? known : fields
    await updateAuthority(within.db, known.id, { ...kept, enabled: command.enabled }, within.now)
    recordAudit(within, 'certificates.authority-changed', HOUSE_CHAIN, known.id, facts)
    return known.id
  })

/** A certificate of an authority may be trusted: it says that it is one, and has not run out. */
export function decideAnchor(certificate: Certificate, now: Date): string | undefined {
  if (!certificate.isCa) return 'certificates.not-authority'
  return isValidAt(certificate, now) ? undefined : 'certificates.anchor-dates'
}

export type AnchorLine = { subject: string; serial: string; code?: string }

/** Adds root and intermediate certificates of an authority from a file (PEM, DER, PKCS#7), line by line. Roots become trust anchors. */
export const addAuthorityCertificates = async (
  call: Call,
  command: { authorityId: string; bytes: Uint8Array },
): Promise<AnchorLine[]> => {
  await requireAuthorities(call)
  const certificates = await certificatesOfFile(command.bytes)
  return inTransaction(call, async (within) => {
    const known = await findAuthorityForUpdate(within.db, command.authorityId)
    if (!known || known.kind === 'demonstration') throw new Refusal('certificates.unknown-authority')
    const lines: AnchorLine[] = []
    for (const certificate of certificates) {
      const line = { subject: certificate.subject.text, serial: certificate.serial }
      const code = decideAnchor(certificate, within.now)
      const added = !code && (await insertAuthorityCertificate(within.db, known.id, certificate, within.now))
      lines.push(added ? line : { ...line, code: code ?? 'certificates.duplicate' })
    }
    const added = lines.filter((each) => !each.code).map((each) => each.serial)
    if (added.length > 0) recordAudit(within, 'certificates.anchors-added', HOUSE_CHAIN, known.id, { serials: added })
    return lines
  })
}

/** Trusts a certificate of an authority no longer (bỏ tin cậy). */
export const removeAnchor = (call: Call, command: { authorityId: string; fingerprint: string }) =>
  inTransaction(call, async (within) => {
    await requireAuthorities(within)
    const { authorityId, fingerprint } = command
    if (!(await removeAuthorityCertificate(within.db, authorityId, fingerprint, within.now)))
      throw new Refusal('certificates.unknown')
    recordAudit(within, 'certificates.anchor-removed', HOUSE_CHAIN, authorityId, { fingerprint })
  })
