import { recordAudit, HOUSE_CHAIN } from '#server/platform/audit.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { type Certificate, parseCertificate } from '#server/signatures/index.ts'
import type { Authority } from './authority/open.ts'
import {
  DEMONSTRATION,
  findAuthority,
  insertAuthority,
  insertAuthorityCertificate,
  listAuthorityCertificates,
} from './authority-queries.ts'
import type { CertificateRow } from './schema.ts'

/** Puts the demonstration authority and its two certificates into the register, once. */
export const registerDemonstration = (call: Call, authority: Authority) =>
  inTransaction(call, async (within) => {
    const known = await findAuthority(within.db, DEMONSTRATION)
    const address = authority.address
    const row = {
      ...{ id: DEMONSTRATION, kind: 'demonstration' as const, at: within.now },
      name: 'Đình CA (trình diễn, không có giá trị pháp lý)',
      ...{ ocspUrl: `${address}/ca/ocsp`, crlUrl: `${address}/ca/crl`, tsaUrl: `${address}/ca/tsa` },
    }
    if (!known) await insertAuthority(within.db, row)
    const { root, issuing } = authority.keys
    const added: string[] = []
    for (const { certificate } of [root, issuing])
      if (await insertAuthorityCertificate(within.db, DEMONSTRATION, certificate, within.now))
        added.push(certificate.fingerprint)
    if (added.length > 0)
      recordAudit(within, 'certificates.anchors-added', HOUSE_CHAIN, DEMONSTRATION, { fingerprints: added })
  })

const read = (rows: readonly { der: Uint8Array }[]) => rows.map(({ der }) => parseCertificate(new Uint8Array(der)))

/** The roots that this installation trusts: of authorities that are switched on. */
export async function trustAnchors(db: Db): Promise<Certificate[]> {
  return read((await listAuthorityCertificates(db)).filter((each) => each.role === 'root'))
}

/** Intermediate certificates of authorities that are switched on, to build paths with. */
export async function intermediates(db: Db): Promise<Certificate[]> {
  return read((await listAuthorityCertificates(db)).filter((each) => each.role === 'intermediate'))
}

/** The issuers of a certificate as the register knows them, nearest first, the root last; empty when its issuer is unknown here. */
export async function chainOf(db: Db, certificate: Pick<CertificateRow, 'issuerKey'>): Promise<Certificate[]> {
  const known = read(await listAuthorityCertificates(db))
  const chain: Certificate[] = []
  for (let wanted = certificate.issuerKey; chain.length < 8;) {
    const issuer = known.find((each) => each.subject.key === wanted && !chain.includes(each))
    if (!issuer) break
    chain.push(issuer)
    if (issuer.issuer.key === issuer.subject.key) break
    wanted = issuer.issuer.key
  }
  return chain
}
