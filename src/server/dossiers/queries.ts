import { own, put } from '#own-keys'
import { type Selectable, sql } from 'kysely'
import type { LookedAt } from '#server/files/index.ts'
import type { Db } from '#server/platform/call.ts'
import type { Attachment, Dossier as DossierRow } from '#server/platform/db/tables.ts'
import { camelRow, snake } from './column-names.ts'
import { SEARCH_FORM, type SearchWords } from './search-words.ts'
import { DossierState, type KeptDocument } from './schema.ts'

type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S
type CamelRow<T> = { [K in keyof T as Camel<K & string>]: T[K] }

/** One dossier as the modules know it. */
export type Dossier = Omit<CamelRow<Selectable<DossierRow>>, 'state' | 'answers'> & {
  state: DossierState
  answers: Record<string, unknown>
}
export type DossierPatch = Partial<Omit<Dossier, 'id' | 'code' | 'answers' | 'lastSeq' | 'revision'>> & {
  answers?: Record<string, unknown>
}

/** The open main task of a dossier. */
export type OpenStep = {
  id: string
  stepKey: string
  stepName: string
  stepKind: string
  organisationId: string
  role: string
  function: string
  queue: string
  postId: string | null
  givenAt: Date
  givenBy: string | null
  receivedAt: Date | null
  dueAt: Date
  side: boolean
  seq: number
}

const fromRow = (row: Record<string, unknown>): Dossier => {
  const dossier = camelRow(row) as Dossier
  dossier.state = DossierState.parse(dossier.state)
  return dossier
}

export async function findDossier(db: Db, id: string): Promise<Dossier | undefined> {
  const row = await db.selectFrom('dossier').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

export async function findDossierByCode(db: Db, code: string): Promise<Dossier | undefined> {
  const row = await db.selectFrom('dossier').selectAll().where('code', '=', code).executeTakeFirst()
  return row && fromRow(row)
}

/** What tells who may see a dossier, by its code. */
export const findDossierPlace = (db: Db, code: string) =>
  db
    .selectFrom('dossier')
    .select(['id', 'filer_account_id as filerAccountId', 'desk_id as deskId'])
    .select(['receiving_id as receivingId', 'handling_id as handlingId'])
    .where('code', '=', code)
    .executeTakeFirst()

export async function findDossierId(db: Db, code: string): Promise<string | undefined> {
  const row = await db.selectFrom('dossier').select('id').where('code', '=', code).executeTakeFirst()
  return row?.id
}

/** Locks the dossier, so that two officials cannot act on it at once, and brings its open main task. */
export async function findDossierForUpdate(
  db: Db,
  id: string,
): Promise<{ dossier: Dossier; step: OpenStep | undefined } | undefined> {
  const row = await db
    .selectFrom('dossier')
    .leftJoin('open_task', (join) =>
      join.onRef('open_task.thing_id', '=', 'dossier.id').on('open_task.side', '=', false),
    )
    .selectAll('dossier')
    .select(sql<Record<string, unknown> | null>`to_jsonb(open_task)`.as('step'))
    .where('dossier.id', '=', id)
    .forUpdate('dossier')
    .executeTakeFirst()
  if (!row) return undefined
  const { step, ...dossier } = row
  return { dossier: fromRow(dossier), step: step ? stepFromJson(step) : undefined }
}

const instant = (value: unknown) => (value === null ? null : new Date(String(value)))
const stepFromJson = (json: Record<string, unknown>): OpenStep => {
  const step = camelRow(json) as OpenStep
  return { ...step, givenAt: instant(step.givenAt)!, receivedAt: instant(step.receivedAt), dueAt: instant(step.dueAt)! }
}

/** One line of the history before it has its number. */
export type NewEvent = {
  kind: string
  at: Date
  actorKind: 'citizen' | 'official' | 'system'
  actorId: string | null
  postId: string | null
  organisationId: string | null
  facts: Record<string, unknown>
}
export type DossierEvent = NewEvent & { seq: number }

const eventRow = (dossierId: string, seq: number, event: NewEvent) => ({
  dossier_id: dossierId,
  seq,
  kind: event.kind,
  at: event.at,
  actor_kind: event.actorKind,
  actor_id: event.actorId,
  post_id: event.postId,
  organisation_id: event.organisationId,
  facts: JSON.stringify(event.facts),
})

export type NewDossier = {
  dossier: Omit<Dossier, 'code' | 'revision' | 'lastSeq'>
  number: { unitCode: string; day: string; prefix: string }
  events: NewEvent[]
  documents: (KeptDocument & { id: string; kind: string })[]
  addedBy: string | null
  /** By what it is found. */
  words: SearchWords
}

/**
 * Takes the next number of the unit and day and writes the dossier with its events, papers and search words, in one statement.
 * The number is given to this transaction alone; rolled back, it is free again: the series has no gaps.
 */
export async function insertDossier(db: Db, given: NewDossier): Promise<string> {
  const { dossier, number, events, documents, addedBy, words } = given
  const row = Object.fromEntries(Object.entries(dossier).map(([name, value]) => [snake(name), value]))
  const answers = JSON.stringify(dossier.answers)
  const columns = Object.keys(row)
  const rows = events.map((event, at) => eventRow(dossier.id, at + 1, event))
  const result = await sql<{ code: string }>`
    with n as (
      insert into dossier_number (unit_code, on_day, last) values (${number.unitCode}, ${number.day}, 1)
      on conflict (unit_code, on_day) do update set last = dossier_number.last + 1 returning last),
    d as (
      insert into dossier (${sql.join(columns.map((name) => sql.id(name)))}, code, last_seq)
      select ${sql.join(columns.map((name) => (name === 'answers' ? sql`${answers}::jsonb` : typed(name, own(row, name)))))},
        ${number.prefix}::text || lpad(n.last::text, greatest(4, length(n.last::text)), '0'), ${rows.length}::int
      from n returning code),
    e as (
      insert into dossier_event (dossier_id, seq, kind, at, actor_kind, actor_id, post_id, organisation_id, facts)
      select (x->>'dossier_id')::uuid, (x->>'seq')::int, x->>'kind', (x->>'at')::timestamptz(3), x->>'actor_kind', x->>'actor_id', x->>'post_id',
        x->>'organisation_id', (x->>'facts')::jsonb from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) x),
    a as (
      insert into attachment (id, dossier_id, document_key, document_name, file_sha256, file_name, media_type, size_bytes, kind, added_at, added_by, paper_id)
      select (x->>'id')::uuid, ${dossier.id}::uuid, x->>'documentKey', x->>'documentName', x->>'sha256', x->>'fileName', x->>'mediaType',
        (x->>'sizeBytes')::bigint, x->>'kind', ${dossier.filedAt}::timestamptz(3), ${addedBy}::text, (x->>'paperId')::uuid
      from jsonb_array_elements(${JSON.stringify(documents)}::jsonb) x),
    s as (
      insert into dossier_search (dossier_id, people, places, form)
      select ${dossier.id}::uuid, ${words.people}::text, ${words.places}::text, ${SEARCH_FORM}::int)
    select code from d`.execute(db)
  return result.rows[0]!.code
}

const typed = (name: string, value: unknown) => {
  if (name === 'id' || name.endsWith('version_id') || name === 'filer_account_id' || name === 'transferred_from')
    return sql`${value}::uuid`
  if (name.endsWith('_at') || name === 'answer_by') return sql`${value}::timestamptz(3)`
  if (['sets', 'revision', 'last_seq'].includes(name)) return sql`${value}::int`
  if (name === 'fee_total') return sql`${value}::bigint`
  if (name === 'demonstration') return sql`${value}::boolean`
  if (name === 'receipt_secret_hash') return sql`${value}::bytea`
  return sql`${value}::text`
}

/** Changes the dossier and appends to its history in one statement. */
export async function updateDossier(
  db: Db,
  dossier: Pick<Dossier, 'id' | 'lastSeq' | 'revision'>,
  patch: DossierPatch,
  events: NewEvent[],
) {
  const set: Record<string, unknown> = { revision: dossier.revision + 1, last_seq: dossier.lastSeq + events.length }
  for (const [name, value] of Object.entries(patch))
    put(set, snake(name), name === 'answers' ? JSON.stringify(value) : value)
  const columns = Object.entries(set).map(
    ([name, value]) => sql`${sql.id(name)} = ${name === 'answers' ? sql`${value}::jsonb` : typed(name, value)}`,
  )
  const rows = events.map((event, at) => eventRow(dossier.id, dossier.lastSeq + at + 1, event))
  await sql`
    with changed as (update dossier set ${sql.join(columns)} where id = ${dossier.id}::uuid)
    insert into dossier_event (dossier_id, seq, kind, at, actor_kind, actor_id, post_id, organisation_id, facts)
    select (x->>'dossier_id')::uuid, (x->>'seq')::int, x->>'kind', (x->>'at')::timestamptz(3), x->>'actor_kind', x->>'actor_id', x->>'post_id',
      x->>'organisation_id', (x->>'facts')::jsonb from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) x`.execute(
    db,
  )
}

export async function insertAttachments(
  db: Db,
  dossierId: string,
  documents: (KeptDocument & { id: string; kind: string })[],
  at: Date,
  by: string | null,
) {
  if (documents.length === 0) return
  await db
    .insertInto('attachment')
    .values(
      documents.map((document) => ({
        id: document.id,
        dossier_id: dossierId,
        document_key: document.documentKey,
        document_name: document.documentName,
        file_sha256: document.sha256,
        file_name: document.fileName,
        media_type: document.mediaType,
        size_bytes: document.sizeBytes,
        kind: document.kind,
        added_at: at,
        added_by: by,
        paper_id: document.paperId ?? null,
      })),
    )
    .execute()
}

/** A file beside a dossier; the table takes only files that were looked at (foreign key to `file_look`). */
export type AttachmentRow = CamelRow<Selectable<Attachment>> & LookedAt

export async function listAttachments(db: Db, dossierId: string): Promise<AttachmentRow[]> {
  const rows = await db
    .selectFrom('attachment')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .orderBy('added_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => camelRow(row) as AttachmentRow)
}

export async function findAttachment(db: Db, id: string): Promise<AttachmentRow | undefined> {
  const row = await db.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst()
  return row && (camelRow(row) as AttachmentRow)
}
