import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

export async function findRevision(db: Db): Promise<number> {
  return (await db.selectFrom('directory_revision').select('revision').executeTakeFirstOrThrow()).revision
}

/** Every organisation with the version in force on the day; units abolished before keep their last version, so that old names resolve. */
export const listOrganisationsOn = (db: Db, on: string) =>
  db
    .selectFrom('organisation as o')
    .innerJoin('organisation_version as v', 'v.organisation_id', 'o.id')
    .select([
      'o.id',
      'o.kind',
      'o.tier',
      'o.invented',
      'o.abolished_on as abolishedOn',
      'o.established_on as establishedOn',
    ])
    .select(['v.name', 'v.short_name as shortName', 'v.parent_id as parentId', 'v.functions', 'v.address', 'v.phone'])
    .select([
      'v.valid_from as validFrom',
      'v.valid_to as validTo',
      'v.sort_order as sortOrder',
      'v.search_name as searchName',
    ])
    .where('o.established_on', '<=', on)
    .orderBy('v.sort_order')
    .orderBy('v.name')
    .execute()

export const listCodesOn = (db: Db, on: string) =>
  db
    .selectFrom('organisation_code')
    .select(['organisation_id as organisationId', 'scheme', 'code'])
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()

export const listDeskServicesOn = (db: Db, on: string) =>
  db
    .selectFrom('desk_service')
    .select(['desk_id as deskId', 'served_id as servedId'])
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()

/** Of each unit that ended, the successor that took its work. */
export const listSuccessions = (db: Db) =>
  db
    .selectFrom('organisation_succession')
    .select([
      'predecessor_id as predecessorId',
      'successor_id as successorId',
      'effective_on as effectiveOn',
      'kind',
      'legal_basis as legalBasis',
      'main',
    ])
    .orderBy('effective_on')
    .orderBy('successor_id')
    .execute()

export const listDutiesOn = (db: Db, on: string) =>
  db
    .selectFrom('post as p')
    .innerJoin('post_duty as d', 'd.post_id', 'p.id')
    .select([
      'p.id as postId',
      'p.title',
      'p.organisation_id as homeId',
      'd.organisation_id as organisationId',
      'd.role',
      'd.function',
    ])
    .where('d.valid_from', '<=', on)
    .where('p.valid_from', '<=', on)
    .where((eb) => eb.or([eb('d.valid_to', 'is', null), eb('d.valid_to', '>', on)]))
    .where((eb) => eb.or([eb('p.valid_to', 'is', null), eb('p.valid_to', '>', on)]))
    .execute()

/** Who holds which post on a day; of several holders of one post the main one comes last. */
export const listHoldersOn = (db: Db, on: string) =>
  db
    .selectFrom('appointment as a')
    .innerJoin('person as x', 'x.id', 'a.person_id')
    .select(['a.post_id as postId', 'a.person_id as personId', 'x.full_name as fullName'])
    .where('a.valid_from', '<=', on)
    .where((eb) => eb.or([eb('a.valid_to', 'is', null), eb('a.valid_to', '>', on)]))
    .orderBy(sql`a.kind = 'main'`)
    .orderBy('a.valid_from')
    .execute()

export const listDelegationsOn = (db: Db, on: string) =>
  db
    .selectFrom('delegation')
    .select([
      'from_post_id as fromPostId',
      'to_post_id as toPostId',
      'form',
      'acts',
      'document_number as documentNumber',
    ])
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .where('revoked_at', 'is', null)
    .execute()

export const listRoleActs = (db: Db) => db.selectFrom('role_act').select(['role', 'act']).execute()

export const listRuleSets = (db: Db) =>
  db
    .selectFrom('rule_set')
    .select(['id', 'name', 'effective_from as effectiveFrom', 'effective_to as effectiveTo', 'active'])
    .select(sql<Record<string, string | number>>`settings`.as('settings'))
    .execute()

export const listWorkHours = (db: Db) =>
  db
    .selectFrom('work_hours')
    .select(['calendar_id as calendarId', 'weekday', 'starts', 'ends', 'valid_from as from', 'valid_to as to'])
    .execute()

export const listCalendarDays = (db: Db) =>
  db
    .selectFrom('calendar_day')
    .select(['calendar_id as calendarId', 'day', 'working', 'reason'])
    .orderBy('day')
    .execute()

export const listOrganisationCalendars = (db: Db, on: string) =>
  db
    .selectFrom('organisation_calendar')
    .select(['organisation_id as organisationId', 'calendar_id as calendarId'])
    .where('valid_from', '<=', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()
