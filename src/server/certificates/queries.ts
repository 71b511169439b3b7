import { sql } from 'kysely'
import type { Call, Db } from '#server/platform/call.ts'
import type { CertificateKind, CertificateRow, CertificateState } from './schema.ts'

export const columns = [
  ...(['id', 'authority_id as authorityId', 'organisation_id as organisationId', 'post_id as postId'] as const),
  ...(['person_id as personId', 'holder', 'subject', 'serial', 'issuer', 'issuer_key as issuerKey', 'der'] as const),
  ...(['not_before as notBefore', 'not_after as notAfter', 'fingerprint', 'purpose', 'key_ref as keyRef'] as const),
  ...(['token_serial as tokenSerial', 'state_at as stateAt', 'state_reason as stateReason', 'revision'] as const),
  ...(['replaced_by as replacedBy'] as const),
] as const
const selected = (db: Db) =>
  db
    .selectFrom('certificate')
    .select(columns)
    .select([sql<CertificateKind>`kind`.as('kind'), sql<CertificateState>`state`.as('state')])

export const findCertificate = (db: Db, id: string): Promise<CertificateRow | undefined> =>
  selected(db)
    .where(sql<string>`id::text`, '=', id)
    .executeTakeFirst()

/** The purpose of a certificate that is not for signing papers: see `isForSigning`. */
export const NOT_FOR_SIGNING = 'không dùng để ký'
/** Of several the one that runs longest; of equals the one entered last. */
const ORDER_FOR_SIGNING = sql`order by c.not_after desc, c.registered_at desc, c.id limit 1`

/** Kept until the transaction ends. */
export const findCertificateForUpdate = (db: Db, id: string): Promise<CertificateRow | undefined> =>
  selected(db)
    .where(sql<string>`id::text`, '=', id)
    .forUpdate()
    .executeTakeFirst()

export const findByFingerprint = (db: Db, fingerprint: string): Promise<CertificateRow | undefined> =>
  selected(db).where('fingerprint', '=', fingerprint).executeTakeFirst()

/** Whether a certificate is of whoever is signed in: nobody signs with that of another who holds or held the same post. */
const ofAccount = (accountId: string | undefined) =>
  sql`not exists (select 1 from account t where t.id::text = ${accountId ?? ''} and t.person_id is distinct from c.person_id)`

/**
 * The certificate with which the holder of a post signs at an instant: active, within its dates, of an authority in use, and its person
 * is appointed to the post on that day. Asked at every signature: leaving the post stops it without any job.
 */
export async function findForPost(db: Db, postId: string, now: Date, today: string, accountId?: string) {
  const { rows } = await sql<{ id: string }>`select c.id from certificate c
    join appointment a on a.post_id = c.post_id and a.person_id = c.person_id
      and a.valid_from <= ${today} and (a.valid_to is null or a.valid_to > ${today})
    join post p on p.id = c.post_id and (p.valid_to is null or p.valid_to > ${today})
    left join certificate_authority y on y.id = c.authority_id
    where c.post_id = ${postId} and c.kind = 'person' and c.state = 'active' and c.not_before <= ${now} and c.not_after > ${now}
      and ${ofAccount(accountId)} and coalesce(y.enabled, true) and c.purpose <> ${NOT_FOR_SIGNING} ${ORDER_FOR_SIGNING}`.execute(
    db,
  )
  return rows[0]?.id
}

export async function findForOrganisation(db: Db, organisationId: string, now: Date, today: string) {
  const { rows } = await sql<{ id: string }>`select c.id from certificate c
    join organisation o on o.id = c.organisation_id and (o.abolished_on is null or o.abolished_on > ${today})
    left join certificate_authority y on y.id = c.authority_id
    where c.organisation_id = ${organisationId} and c.kind = 'organisation' and c.state = 'active'
      and c.not_before <= ${now} and c.not_after > ${now} and coalesce(y.enabled, true) and c.purpose <> ${NOT_FOR_SIGNING}
      ${ORDER_FOR_SIGNING}`.execute(db)
  return rows[0]?.id
}

/** The certificate of a post or an organisation that was the last to sign, whatever its state: to say why there is none now. */
export async function findLatest(db: Db, of: { postId: string; accountId: string } | { organisationId: string }) {
  const whose =
    'postId' in of
      ? sql`c.post_id = ${of.postId} and ${ofAccount(of.accountId)}`
      : sql`c.organisation_id = ${of.organisationId} and c.kind = 'organisation'`
  const { rows } = await sql<{ id: string }>`select c.id from certificate c where ${whose}
    order by c.registered_at desc, c.id desc limit 1`.execute(db)
  return rows[0]?.id
}

/**
 * The certificate, its row and the appointment behind it held against change until the transaction ends: a revocation or the end of an
 * appointment comes wholly before a signature, or wholly after it.
 */
export async function holdForSigning(db: Db, id: string): Promise<CertificateRow | undefined> {
  await sql`select 1 from certificate where id = ${id}::uuid for share`.execute(db)
  await sql`select 1 from appointment a join certificate c on c.post_id = a.post_id and c.person_id = a.person_id
    where c.id = ${id}::uuid for share of a`.execute(db)
  return findCertificate(db, id)
}

export const isOfAccount = async (db: Db, id: string, accountId: string) =>
  (
    await sql`select 1 from certificate c where c.id = ${id}::uuid and (c.post_id is null or ${ofAccount(accountId)})`.execute(
      db,
    )
  ).rows.length > 0

/** Whether a signed-in person no longer holds the post that he began to act as; an actor without account holds none. */
export async function hasLeft(db: Db, { accountId, postId }: { accountId: string; postId: string }, today: string) {
  const { rows } = await sql`select 1 from account t where t.id::text = ${accountId} and not exists (
    select 1 from appointment a where a.person_id = t.person_id and a.post_id = ${postId} and a.valid_from <= ${today}
      and (a.valid_to is null or a.valid_to > ${today}))`.execute(db)
  return rows.length > 0
}

/** Whether this person is appointed to this post on this day, read now and not from memory. */
export async function isAppointed(db: Db, postId: string, personId: string, today: string) {
  const { rows } = await sql`select 1 from appointment a join post p on p.id = a.post_id
    where a.post_id = ${postId} and a.person_id = ${personId}::uuid and a.valid_from <= ${today}
      and (a.valid_to is null or a.valid_to > ${today}) and (p.valid_to is null or p.valid_to > ${today})`.execute(db)
  return rows.length > 0
}

/** Who is appointed to a post on a day: the one appointed last. */
export async function findHolder(db: Db, postId: string, today: string) {
  const { rows } = await sql<{
    personId: string
    fullName: string
    email: string | null
  }>`select x.id as "personId", x.full_name as "fullName", x.email
    from appointment a join person x on x.id = a.person_id where a.post_id = ${postId} and a.valid_from <= ${today}
      and (a.valid_to is null or a.valid_to > ${today}) order by a.valid_from desc, a.id limit 1`.execute(db)
  return rows[0]
}

export type NewCertificate = Omit<CertificateRow, 'stateAt' | 'replacedBy' | 'revision'> & { search: string }

/** Enters a certificate unless it, or its issuer's serial, stands there already; says whether it was entered. */
export async function insertCertificate(db: Db, row: NewCertificate, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('certificate')
    .values({
      ...{ id: row.id, authority_id: row.authorityId, kind: row.kind, organisation_id: row.organisationId },
      ...{ post_id: row.postId, person_id: row.personId, holder: row.holder, search: row.search, subject: row.subject },
      ...{ serial: row.serial, issuer: row.issuer, issuer_key: row.issuerKey, not_before: row.notBefore },
      ...{ not_after: row.notAfter, der: Buffer.from(row.der), fingerprint: row.fingerprint, purpose: row.purpose },
      ...{ key_ref: row.keyRef, token_serial: row.tokenSerial, state: row.state, state_at: at },
      ...{ state_reason: row.stateReason, registered_at: at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const markState = (db: Db, id: string, to: CertificateState, reason: string, at: Date) =>
  db
    .updateTable('certificate')
    .set({ state: to, state_at: at, state_reason: reason, revision: sql`revision + 1` })
    .where('id', '=', id)
    .execute()

export const markReplaced = (db: Db, id: string, by: string) =>
  db
    .updateTable('certificate')
    .set({ replaced_by: by, revision: sql`revision + 1` })
    .where('id', '=', id)
    .execute()

export const markToken = (db: Db, id: string, tokenSerial: string | null, search: string) =>
  db
    .updateTable('certificate')
    .set({ token_serial: tokenSerial, search, revision: sql`revision + 1` })
    .where('id', '=', id)
    .execute()

/** Adds to the history of a certificate, in the order of its row's lock. */
export async function addEvent({ db, actor, now }: Call, certificateId: string, what: string, note = '') {
  await sql`insert into certificate_event (certificate_id, seq, at, what, note, by_actor, by_name, by_post)
    select ${certificateId}::uuid, coalesce(max(seq), 0) + 1, ${now}, ${what}, ${note}, ${actor.id}, ${actor.name}, ${actor.postTitle ?? null}
    from certificate_event where certificate_id = ${certificateId}::uuid`.execute(db)
}

/** What the demonstration authority answers from. */
export const findStanding = (db: Db, authorityId: string, serial: string) =>
  db
    .selectFrom('certificate')
    .select(['state', 'state_at as at', 'state_reason as reason'])
    .where('serial', '=', serial)
    .where('authority_id', '=', authorityId)
    .executeTakeFirst()

export const listNotActive = (db: Db, authorityId: string) =>
  db
    .selectFrom('certificate')
    .select(['serial', 'state', 'state_at as at', 'state_reason as reason'])
    .where('authority_id', '=', authorityId)
    .where('state', '<>', 'active')
    .orderBy('state_at')
    .orderBy('id')
    .execute()
