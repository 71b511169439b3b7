import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Certificate } from '#server/signatures/index.ts'

/** The row of the authority that runs inside: trình diễn, không có giá trị pháp lý. */
export const DEMONSTRATION = 'trinh-dien'

export type AuthorityRow = {
  id: string
  name: string
  kind: 'demonstration' | 'external'
  enabled: boolean
  ocspUrl: string | null
  crlUrl: string | null
  tsaUrl: string | null
  revision: number
}
const authorities = (db: Db) =>
  db
    .selectFrom('certificate_authority')
    .select(['id', 'name', 'enabled', 'ocsp_url as ocspUrl', 'crl_url as crlUrl', 'tsa_url as tsaUrl', 'revision'])
    .select(sql<'demonstration' | 'external'>`kind`.as('kind'))

export const listAuthorities = (db: Db): Promise<AuthorityRow[]> => authorities(db).orderBy('name').execute()
export const findAuthority = (db: Db, id: string): Promise<AuthorityRow | undefined> =>
  authorities(db).where('id', '=', id).executeTakeFirst()
export const findAuthorityForUpdate = (db: Db, id: string): Promise<AuthorityRow | undefined> =>
  authorities(db).where('id', '=', id).forUpdate().executeTakeFirst()

export type AuthorityFields = { name: string; ocspUrl: string | null; crlUrl: string | null; tsaUrl: string | null }

/** Adds an authority unless it stands there already; says whether it was added. */
export async function insertAuthority(
  db: Db,
  row: AuthorityFields & { id: string; kind: AuthorityRow['kind']; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('certificate_authority')
    .values({
      ...{ id: row.id, name: row.name, kind: row.kind, enabled: true, ocsp_url: row.ocspUrl, crl_url: row.crlUrl },
      ...{ tsa_url: row.tsaUrl, created_at: row.at, changed_at: row.at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const updateAuthority = (db: Db, id: string, fields: AuthorityFields & { enabled: boolean }, at: Date) =>
  db
    .updateTable('certificate_authority')
    .set({
      ...{ name: fields.name, enabled: fields.enabled, ocsp_url: fields.ocspUrl, crl_url: fields.crlUrl },
      ...{ tsa_url: fields.tsaUrl, changed_at: at, revision: sql`revision + 1` },
    })
    .where('id', '=', id)
    .execute()

/** Adds a certificate of an authority, or takes it up again; says whether it was not in use before. */
export async function insertAuthorityCertificate(db: Db, authorityId: string, certificate: Certificate, at: Date) {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('authority_certificate')
    .values({
      ...{ fingerprint: certificate.fingerprint, authority_id: authorityId, subject: certificate.subject.text },
      role: certificate.subject.key === certificate.issuer.key ? 'root' : 'intermediate',
      ...{ subject_key: certificate.subject.key, serial: certificate.serial, not_before: certificate.notBefore },
      ...{ not_after: certificate.notAfter, der: Buffer.from(certificate.der), added_at: at, removed_at: null },
    })
    .onConflict((conflict) =>
      conflict
        .column('fingerprint')
        .doUpdateSet({ removed_at: null, authority_id: authorityId, added_at: at })
        .where('authority_certificate.removed_at', 'is not', null),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const removeAuthorityCertificate = async (db: Db, authorityId: string, fingerprint: string, at: Date) =>
  (
    await db
      .updateTable('authority_certificate')
      .set({ removed_at: at })
      .where('fingerprint', '=', fingerprint)
      .where('authority_id', '=', authorityId)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows === 1n

/** Certificates in use of authorities that are switched on (or of one authority, on or off). */
export const listAuthorityCertificates = (db: Db, authorityId?: string) =>
  db
    .selectFrom('authority_certificate as c')
    .innerJoin('certificate_authority as y', 'y.id', 'c.authority_id')
    .select(['c.fingerprint', 'c.authority_id as authorityId', 'c.subject', 'c.serial', 'c.der'])
    .select(['c.not_before as notBefore', 'c.not_after as notAfter'])
    .select(sql<'root' | 'intermediate'>`c.role`.as('role'))
    .where('c.removed_at', 'is', null)
    .where((eb) => (authorityId ? eb('y.id', '=', authorityId) : eb('y.enabled', '=', true)))
    .orderBy('c.authority_id')
    .orderBy('c.role', 'desc')
    .orderBy('c.not_after')
    .execute()

/** The authority whose certificate bears the name of an issuer. */
export async function findAuthorityOfIssuer(db: Db, issuerKey: string) {
  const found = await db
    .selectFrom('authority_certificate')
    .select('authority_id as id')
    .where('subject_key', '=', issuerKey)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return found?.id
}
