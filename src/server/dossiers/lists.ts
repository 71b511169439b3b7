import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { NewEvent } from './queries.ts'
import type { DossierState } from './schema.ts'

export type DossierEvent = NewEvent & { seq: number }

/** The history of a dossier, oldest first. */
export async function listEvents(db: Db, dossierId: string): Promise<DossierEvent[]> {
  const rows = await db
    .selectFrom('dossier_event')
    .select([
      'seq',
      'kind',
      'at',
      'actor_kind as actorKind',
      'actor_id as actorId',
      'post_id as postId',
      'organisation_id as organisationId',
      'facts',
    ])
    .where('dossier_id', '=', dossierId)
    .orderBy('seq')
    .execute()
  return rows as DossierEvent[]
}

/** One line of a list of dossiers. */
export type DossierLine = {
  id: string
  code: string
  procedureCode: string
  versionId: string
  state: DossierState
  channel: string
  ownerName: string
  filedAt: Date
  acceptedAt: Date | null
  dueAt: Date | null
  settledAt: Date | null
  timeliness: string | null
  stepName: string | null
  holderWords: string | null
}
const lineColumns = [
  ...([
    'id',
    'code',
    'procedure_code as procedureCode',
    'procedure_version_id as versionId',
    'state',
    'channel',
  ] as const),
  ...(['owner_name as ownerName', 'filed_at as filedAt', 'accepted_at as acceptedAt', 'due_at as dueAt'] as const),
  ...(['settled_at as settledAt', 'timeliness', 'step_name as stepName', 'holder_words as holderWords'] as const),
]
export type After = { filedAt: Date; id: string } | undefined

/** What a citizen filed, newest first. */
export async function listFiledBy(db: Db, accountId: string, after: After, limit: number): Promise<DossierLine[]> {
  const rows = await db
    .selectFrom('dossier')
    .select(lineColumns)
    .where('filer_account_id', '=', accountId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(filed_at, id) < (${after?.filedAt}::timestamptz(3), ${after?.id}::uuid)`),
    )
    .orderBy('filed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows as DossierLine[]
}

/** A settled dossier as far as its results concern the person. */
export type SettledDossier = {
  id: string
  code: string
  procedureCode: string
  outcome: string | null
  ownerName: string
  ownerIdentityPaper: string | null
  ownerIdentity: string | null
}

/** Settled dossiers, their fee not owing, that he filed or that are his by a confirmed identity; newest first. */
export const listSettledOf = (
  db: Db,
  accountId: string | null,
  identity: { paper: string; number: string; receivingId: string | null } | null,
  limit: number,
): Promise<SettledDossier[]> =>
  db
    .selectFrom('dossier')
    .select(['id', 'code', 'procedure_code as procedureCode', 'outcome', 'owner_name as ownerName'])
    .$narrowType<{ code: string }>()
    .select(['owner_identity_paper as ownerIdentityPaper', 'owner_identity as ownerIdentity'])
    .where((eb) =>
      eb.or([
        ...(accountId ? [eb('filer_account_id', '=', accountId)] : []),
        ...(identity
          ? [
              eb.and([
                eb('owner_identity', '=', identity.number),
                eb('owner_identity_paper', '=', identity.paper),
                ...(identity.receivingId ? [eb('receiving_id', '=', identity.receivingId)] : []),
              ]),
            ]
          : []),
      ]),
    )
    .where('settled_at', 'is not', null)
    .where((eb) => eb.or([eb('fee_state', '<>', 'due'), eb('returned_at', 'is not', null)]))
    .orderBy('settled_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Dossiers of a unit, received there or settled there, newest first. */
export async function listOfUnit(
  db: Db,
  unitId: string,
  filter: {
    side: 'receiving' | 'handling'
    states?: readonly DossierState[] | undefined
    procedureCode?: string | undefined
    after?: After
    limit: number
  },
): Promise<DossierLine[]> {
  const rows = await db
    .selectFrom('dossier')
    .select(lineColumns)
    .where(filter.side === 'receiving' ? 'receiving_id' : 'handling_id', '=', unitId)
    .$if(filter.states !== undefined, (query) => query.where('state', 'in', filter.states as DossierState[]))
    .$if(filter.procedureCode !== undefined, (query) => query.where('procedure_code', '=', filter.procedureCode!))
    .$if(filter.after !== undefined, (query) =>
      query.where(sql<boolean>`(filed_at, id) < (${filter.after?.filedAt}::timestamptz(3), ${filter.after?.id}::uuid)`),
    )
    .orderBy('filed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return rows as DossierLine[]
}

/** How an official looks for a dossier. */
export type DossierSearch = { by: 'code' | 'code-tail' | 'identity' | 'phone' | 'name'; words: string }

/**
 * Finds dossiers among the units in reach: by code, or its day and number; by identity number, by phone, or by any part of the name of
 * anybody it names. `words` of a name are a tsquery (`peopleQuery`).
 */
export async function searchIn(
  db: Db,
  reach: readonly string[],
  { by, words }: DossierSearch,
  limit: number,
): Promise<DossierLine[]> {
  const hit = {
    code: sql<boolean>`code = ${words}`,
    'code-tail': sql<boolean>`substring(code from '[0-9]{6}-[0-9]+$') = ${words}`,
    identity: sql<boolean>`owner_identity = ${words}`,
    phone: sql<boolean>`(owner_phone = ${words} or filer_phone = ${words})`,
    name: sql<boolean>`id in (select dossier_id from dossier_search where words @@ ${words}::tsquery)`,
  }[by]
  const rows = await db
    .selectFrom('dossier')
    .select(lineColumns)
    .where(hit)
    .where(
      sql<boolean>`(receiving_id = any(${reach}::text[]) or handling_id = any(${reach}::text[]) or desk_id = any(${reach}::text[]))`,
    )
    .orderBy('filed_at', 'desc')
    .limit(limit)
    .execute()
  return rows as DossierLine[]
}
