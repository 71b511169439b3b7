import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { CopySubject, SignedCopy } from './schema.ts'

const columns = [
  ...(['id', 'code', 'organisation_id as organisationId', 'form', 'subject_kind as subjectKind'] as const),
  ...([
    'subject_id as subjectId',
    'title',
    'subject_words as subjectWords',
    'source_sha256 as sourceSha256',
    'file_sha256 as fileSha256',
  ] as const),
  ...(['pages', 'number', 'notation', 'numbered_on as numberedOn', 'certificate_id as certificateId'] as const),
  ...(['signed_at as signedAt', 'signed_by as signedBy', 'signed_by_name as signedByName'] as const),
  ...(['state', 'state_reason as stateReason', 'state_at as stateAt', 'state_by as stateBy'] as const),
]

export async function insertCopy(db: Db, copy: SignedCopy) {
  await db
    .insertInto('signed_copy')
    .values({
      ...{ id: copy.id, code: copy.code, organisation_id: copy.organisationId, form: copy.form },
      ...{ subject_kind: copy.subjectKind, subject_id: copy.subjectId, title: copy.title, pages: copy.pages },
      ...{ subject_words: copy.subjectWords },
      ...{ source_sha256: copy.sourceSha256, file_sha256: copy.fileSha256, certificate_id: copy.certificateId },
      ...{ number: copy.number, notation: copy.notation, numbered_on: copy.numberedOn },
      ...{ signed_at: copy.signedAt, signed_by: copy.signedBy, signed_by_name: copy.signedByName },
      ...{ state: copy.state, state_reason: copy.stateReason, state_at: copy.stateAt, state_by: copy.stateBy },
    })
    .execute()
}

export const findCopy = async (db: Db, by: { id: string } | { code: string } | { fileSha256: string }) =>
  (await db
    .selectFrom('signed_copy')
    .select(columns)
    .$if('id' in by, (query) => query.where('id', '=', (by as { id: string }).id))
    .$if('code' in by, (query) => query.where('code', '=', (by as { code: string }).code))
    .$if('fileSha256' in by, (query) => query.where('file_sha256', '=', (by as { fileSha256: string }).fileSha256))
    .executeTakeFirst()) as SignedCopy | undefined

export const findCopyForUpdate = async (db: Db, id: string) =>
  (await db.selectFrom('signed_copy').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    SignedCopy | undefined

/** Whoever enters a copy of this file comes one after the other until the transaction ends. */
export const holdSource = (db: Db, organisationId: string, sourceSha256: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`signed copy ${organisationId} ${sourceSha256}`}, 0))`.execute(db)

/** The copy of a file in a form that still stands: of one file an organisation makes one. */
export const findStandingCopy = async (
  db: Db,
  { organisationId, sourceSha256, form }: Pick<SignedCopy, 'organisationId' | 'sourceSha256' | 'form'>,
) =>
  (await db
    .selectFrom('signed_copy')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('source_sha256', '=', sourceSha256)
    .where('form', '=', form)
    .where('state', '=', 'valid')
    .executeTakeFirst()) as SignedCopy | undefined

/** Copies about these things, newest first. */
export async function listCopiesOf(db: Db, subjectKind: CopySubject, subjectIds: readonly string[]) {
  if (subjectIds.length === 0) return []
  return (await db
    .selectFrom('signed_copy')
    .select(columns)
    .where('subject_kind', '=', subjectKind)
    .where('subject_id', 'in', [...subjectIds])
    .orderBy('signed_at', 'desc')
    .orderBy('id')
    .execute()) as SignedCopy[]
}

export const listCopiesById = async (db: Db, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : ((await db
        .selectFrom('signed_copy')
        .select(columns)
        .where('id', 'in', [...ids])
        .execute()) as SignedCopy[])

export async function markCopyWithdrawn(db: Db, id: string, reason: string, at: Date, by: string) {
  await db
    .updateTable('signed_copy')
    .set({ state: 'withdrawn', state_reason: reason, state_at: at, state_by: by })
    .where('id', '=', id)
    .execute()
}

export type CopyFilter = {
  from?: string | undefined
  to?: string | undefined
  state?: SignedCopy['state'] | undefined
  form?: SignedCopy['form'] | undefined
}
/** Midnight of a day in Viet Nam. */
const midnight = (day: string, later = 0) => new Date(Date.parse(`${day}T00:00:00+07:00`) + later)

/** Copies of these organisations, newest first, after a place in that order. */
export const listCopiesBy = async (
  db: Db,
  organisationIds: readonly string[],
  { from, to, state, form }: CopyFilter,
  after: { at: Date; id: string } | undefined,
  limit: number,
) =>
  (await db
    .selectFrom('signed_copy')
    .select(columns)
    .where('organisation_id', 'in', [...organisationIds])
    .$if(from !== undefined, (query) => query.where('signed_at', '>=', midnight(from!)))
    .$if(to !== undefined, (query) => query.where('signed_at', '<', midnight(to!, 86_400_000)))
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    .$if(form !== undefined, (query) => query.where('form', '=', form!))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb.or([eb('signed_at', '<', after!.at), eb.and([eb('signed_at', '=', after!.at), eb('id', '<', after!.id)])]),
      ),
    )
    .orderBy('signed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()) as SignedCopy[]
