import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Paper, PaperKind, PaperState, Template, TemplateVersion } from './schema.ts'

const versionColumns = [
  ...([
    'v.id',
    'v.key',
    't.kind',
    'v.version',
    'v.state',
    'v.name',
    'v.legal_basis as legalBasis',
    'v.verified',
  ] as const),
  ...([
    'v.source',
    'v.schema',
    'v.example',
    'v.signs',
    'v.revision',
    'v.filled_from as from',
    'v.written_by as writtenBy',
  ] as const),
  ...(['v.effective_from as effectiveFrom', 'v.effective_to as effectiveTo'] as const),
]
const versions = (db: Db) =>
  db.selectFrom('paper_template_version as v').innerJoin('paper_template as t', 't.key', 'v.key').select(versionColumns)

/** The version of a template in force on a day. */
export const findTemplateOn = async (db: Db, key: string, on: string) =>
  (await versions(db)
    .where('v.key', '=', key)
    .where('v.state', '=', 'published')
    .where('v.effective_from', '<=', on)
    .where((eb) => eb.or([eb('v.effective_to', 'is', null), eb('v.effective_to', '>', on)]))
    .executeTakeFirst()) as TemplateVersion | undefined

export const findTemplateVersion = async (db: Db, id: string) =>
  (await versions(db).where('v.id', '=', id).executeTakeFirst()) as TemplateVersion | undefined

/** Every version of a template, newest first; the draft before all. */
export const listVersionsOf = async (db: Db, key: string) =>
  (await versions(db).where('v.key', '=', key).orderBy('v.version', 'desc').execute()) as TemplateVersion[]

/** The newest version of each template. */
export const listTemplates = async (db: Db) =>
  (await versions(db).distinctOn('v.key').orderBy('v.key').orderBy('v.version', 'desc').execute()) as TemplateVersion[]

export async function insertTemplate(db: Db, template: Pick<Template, 'key' | 'kind'>, at: Date) {
  await db
    .insertInto('paper_template')
    .values({ key: template.key, kind: template.kind, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function insertTemplateVersion(
  db: Db,
  row: Omit<TemplateVersion, 'effectiveTo' | 'revision' | 'kind' | 'writtenBy'> & {
    changedBy: string
    writtenBy?: string[]
    at: Date
  },
) {
  await db
    .insertInto('paper_template_version')
    .values({
      ...{ id: row.id, key: row.key, version: row.version, state: row.state, name: row.name },
      ...{ legal_basis: row.legalBasis, verified: row.verified, source: row.source },
      ...{ schema: JSON.stringify(row.schema), example: JSON.stringify(row.example), signs: JSON.stringify(row.signs) },
      filled_from: JSON.stringify(row.from) as never,
      ...{ effective_from: row.effectiveFrom, effective_to: null, changed_by: row.changedBy, changed_at: row.at },
      written_by: row.writtenBy ?? [],
      published_at: row.state === 'published' ? row.at : null,
    })
    .execute()
}

const paperColumns = [
  ...(['id', 'code', 'template_version_id as templateVersionId', 'organisation_id as organisationId'] as const),
  ...(['subject_kind as subjectKind', 'subject_id as subjectId', 'title', 'data', 'state'] as const),
  ...([
    'state_reason as stateReason',
    'state_decision as stateDecision',
    'state_decision_on as stateDecisionOn',
    'replaced_by as replacedBy',
    'number',
    'notation',
    'numbered_on as numberedOn',
  ] as const),
  ...([
    'file_sha256 as fileSha256',
    'pages',
    'places',
    'set_at as setAt',
    'changed_at as changedAt',
    'revision',
  ] as const),
]
export const findPaper = async (db: Db, by: { id: string } | { code: string }) =>
  (await db
    .selectFrom('paper')
    .select(paperColumns)
    .$if('id' in by, (query) => query.where('id', '=', (by as { id: string }).id))
    .$if('code' in by, (query) => query.where('code', '=', (by as { code: string }).code))
    .executeTakeFirst()) as Paper | undefined

export const findPaperForUpdate = async (db: Db, id: string) =>
  (await db.selectFrom('paper').select(paperColumns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    Paper | undefined

/** Papers by their ids. */
export const listPapersById = async (db: Db, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : ((await db
        .selectFrom('paper')
        .select(paperColumns)
        .where('id', 'in', [...ids])
        .execute()) as Paper[])

/** Every file a paper has been, oldest first. */
export const listRevisionsOf = (db: Db, paperId: string) =>
  db
    .selectFrom('paper_revision')
    .select(['seq', 'file_sha256 as fileSha256', 'what', 'at'])
    .where('paper_id', '=', paperId)
    .orderBy('seq')
    .execute()

/** Papers of these kinds set for these things, with their templates; newest first. */
export async function listPapersOfMany(
  db: Db,
  subjectKind: string,
  subjectIds: readonly string[],
  kinds: readonly PaperKind[],
): Promise<(Paper & { templateKey: string; templateName: string; kind: PaperKind })[]> {
  if (subjectIds.length === 0) return []
  const rows = await db
    .selectFrom('paper as p')
    .innerJoin('paper_template_version as v', 'v.id', 'p.template_version_id')
    .innerJoin('paper_template as t', 't.key', 'v.key')
    .select(paperColumns.map((column) => `p.${column}` as `p.${(typeof paperColumns)[number]}`))
    .select(['v.key as templateKey', 'v.name as templateName', 't.kind'])
    .where('p.subject_kind', '=', subjectKind)
    .where('p.subject_id', 'in', [...subjectIds])
    .where('t.kind', 'in', [...kinds])
    .orderBy('p.set_at', 'desc')
    .orderBy('p.id')
    .execute()
  return rows as (Paper & { templateKey: string; templateName: string; kind: PaperKind })[]
}

/** The papers of a thing, oldest first. */
export const listPapersOf = async (db: Db, subjectKind: string, subjectId: string) =>
  (await db
    .selectFrom('paper')
    .select(paperColumns)
    .where('subject_kind', '=', subjectKind)
    .where('subject_id', '=', subjectId)
    .orderBy('set_at')
    .orderBy('id')
    .execute()) as Paper[]

/** Papers whose file, now or at any revision, is this one: a file somebody holds is found again. */
export const listPapersWithFile = async (db: Db, sha256: string) =>
  (await db
    .selectFrom('paper')
    .select(paperColumns)
    .where('id', 'in', (eb) => eb.selectFrom('paper_revision').select('paper_id').where('file_sha256', '=', sha256))
    .execute()) as Paper[]

export async function insertPaper(db: Db, paper: Paper, by: string) {
  await db
    .insertInto('paper')
    .values({
      ...{ id: paper.id, code: paper.code, template_version_id: paper.templateVersionId },
      ...{ organisation_id: paper.organisationId, subject_kind: paper.subjectKind, subject_id: paper.subjectId },
      ...{ title: paper.title, data: JSON.stringify(paper.data), state: paper.state, file_sha256: paper.fileSha256 },
      ...{ pages: paper.pages, places: JSON.stringify(paper.places), set_at: paper.setAt, set_by: by },
      ...{ changed_at: paper.changedAt, number: paper.number, notation: paper.notation, numbered_on: paper.numberedOn },
    })
    .execute()
  await insertRevision(db, paper.id, 1, paper.fileSha256, 'set', paper.setAt, by)
}

const insertRevision = (db: Db, paperId: string, seq: number, sha256: string, what: string, at: Date, by: string) =>
  db
    .insertInto('paper_revision')
    .values({ paper_id: paperId, seq, file_sha256: sha256, what, at, by_actor: by })
    .execute()

/** The next file of a paper. False when somebody else changed it since `revision` was read. */
export async function changePaperFile(
  db: Db,
  paper: Pick<Paper, 'id' | 'revision'>,
  change: {
    fileSha256: string
    state: PaperState
    what: string
    number?: number
    notation?: string
    numberedOn?: string
  },
  at: Date,
  by: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('paper')
    .set({ file_sha256: change.fileSha256, state: change.state, changed_at: at, revision: sql<number>`revision + 1` })
    .$if(change.number !== undefined, (query) =>
      query.set({ number: change.number!, notation: change.notation ?? null, numbered_on: change.numberedOn ?? null }),
    )
    .where('id', '=', paper.id)
    .where('revision', '=', paper.revision)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await insertRevision(db, paper.id, paper.revision + 1, change.fileSha256, change.what, at, by)
  return true
}

/** The number a paper gets before it is sealed, because its event stands in the book already; its file is not touched. */
export async function numberPaper(
  db: Db,
  id: string,
  numbering: { number: number | null; notation: string; numberedOn: string },
) {
  const { number, notation, numberedOn } = numbering
  await db.updateTable('paper').set({ number, notation, numbered_on: numberedOn }).where('id', '=', id).execute()
}

export async function setPaperState(
  db: Db,
  id: string,
  change: { state: PaperState; reason: string | null; replacedBy?: string; decision?: { number: string; on: string } },
  at: Date,
) {
  await db
    .updateTable('paper')
    .set({
      ...{ state: change.state, state_reason: change.reason, replaced_by: change.replacedBy ?? null, changed_at: at },
      ...{ state_decision: change.decision?.number ?? null, state_decision_on: change.decision?.on ?? null },
      revision: sql<number>`revision + 1`,
    })
    .where('id', '=', id)
    .execute()
}
