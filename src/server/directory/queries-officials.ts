import type { Db } from '#server/platform/call.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import type { Duty } from './schema.ts'

export const findPost = (db: Db, id: string) =>
  db
    .selectFrom('post')
    .select(['id', 'title', 'organisation_id as organisationId', 'valid_from as from', 'valid_to as to'])
    .where('id', '=', id)
    .executeTakeFirst()

export const listPostIds = async (db: Db) =>
  new Set((await db.selectFrom('post').select('id').execute()).map((row) => row.id))

export async function insertPost(db: Db, row: { id: string; organisationId: string; title: string; from: string }) {
  await db
    .insertInto('post')
    .values({ id: row.id, organisation_id: row.organisationId, title: row.title, valid_from: row.from, valid_to: null })
    .execute()
}

/** Ends a post and its duties on a day; written delegations to and from it end with it. */
export async function markPostEnded(db: Db, id: string, on: string) {
  await db.updateTable('post').set({ valid_to: on }).where('id', '=', id).execute()
  await db
    .updateTable('post_duty')
    .set({ valid_to: on })
    .where('post_id', '=', id)
    .where('valid_from', '<', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()
  await db
    .updateTable('delegation')
    .set({ valid_to: on })
    .where((eb) => eb.or([eb('from_post_id', '=', id), eb('to_post_id', '=', id)]))
    .where('valid_from', '<', on)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()
}

/** Every duty of a post, of every day. */
export const listDutiesOfPost = (db: Db, postId: string) =>
  db
    .selectFrom('post_duty')
    .select(['organisation_id as organisationId', 'role', 'function', 'valid_from as from', 'valid_to as to'])
    .where('post_id', '=', postId)
    .orderBy('valid_from')
    .execute()

export async function insertDuty(db: Db, postId: string, duty: Duty, from: string) {
  await db
    .insertInto('post_duty')
    .values({
      ...{ post_id: postId, organisation_id: duty.organisationId, role: duty.role, function: duty.function },
      ...{ valid_from: from, valid_to: null },
    })
    .execute()
}

export async function closeDuty(db: Db, postId: string, duty: Duty & { from: string }, to: string) {
  await db
    .updateTable('post_duty')
    .set({ valid_to: to })
    .where('post_id', '=', postId)
    .where('organisation_id', '=', duty.organisationId)
    .where('role', '=', duty.role)
    .where('function', '=', duty.function)
    .where('valid_from', '=', duty.from)
    .execute()
}

export type PersonFacts = {
  fullName: string
  birthDate: string | null
  gender: 'male' | 'female' | null
  phone: string | null
  email: string | null
}
const personRow = (facts: PersonFacts) => ({
  full_name: facts.fullName,
  search_name: fold(facts.fullName),
  birth_date: facts.birthDate,
  gender: facts.gender,
  phone: facts.phone,
  email: facts.email,
})

export async function insertPerson(db: Db, id: string, facts: PersonFacts) {
  await db
    .insertInto('person')
    .values({ id, ...personRow(facts) })
    .execute()
}

export async function savePerson(db: Db, id: string, facts: PersonFacts) {
  await db.updateTable('person').set(personRow(facts)).where('id', '=', id).execute()
}

export const findPerson = (db: Db, id: string) =>
  db
    .selectFrom('person')
    .select(['id', 'full_name as fullName', 'birth_date as birthDate', 'gender', 'phone', 'email'])
    .where('id', '=', id)
    .executeTakeFirst()

const appointments = (db: Db) =>
  db
    .selectFrom('appointment as a')
    .innerJoin('person as x', 'x.id', 'a.person_id')
    .innerJoin('post as p', 'p.id', 'a.post_id')
    .select(['a.id', 'a.person_id as personId', 'a.post_id as postId', 'a.kind', 'a.decision_number as decisionNumber'])
    .select(['a.valid_from as from', 'a.valid_to as to', 'x.full_name as fullName', 'p.title'])
    .select('p.organisation_id as organisationId')
    .orderBy('a.valid_from', 'desc')
export type AppointmentRow = Awaited<ReturnType<typeof listAppointmentsOfPost>>[number]

export const listAppointmentsOfPost = (db: Db, postId: string) =>
  appointments(db).where('a.post_id', '=', postId).execute()
export const listAppointmentsOfPerson = (db: Db, personId: string) =>
  appointments(db).where('a.person_id', '=', personId).execute()
export const findAppointment = (db: Db, id: string) => appointments(db).where('a.id', '=', id).executeTakeFirst()

export async function insertAppointment(
  db: Db,
  row: {
    id: string
    personId: string
    postId: string
    kind: string
    decisionNumber: string
    from: string
    to: string | null
  },
) {
  await db
    .insertInto('appointment')
    .values({
      ...{ id: row.id, person_id: row.personId, post_id: row.postId, kind: row.kind },
      ...{ decision_number: row.decisionNumber, valid_from: row.from, valid_to: row.to },
    })
    .execute()
}

export async function closeAppointment(db: Db, id: string, to: string) {
  await db.updateTable('appointment').set({ valid_to: to }).where('id', '=', id).execute()
}

const delegations = (db: Db) =>
  db
    .selectFrom('delegation as d')
    .innerJoin('post as f', 'f.id', 'd.from_post_id')
    .innerJoin('post as t', 't.id', 'd.to_post_id')
    .select(['d.id', 'd.from_post_id as fromPostId', 'd.to_post_id as toPostId', 'd.form', 'd.acts'])
    .select(['d.document_number as documentNumber', 'd.document_on as documentOn', 'd.valid_from as from'])
    .select(['d.valid_to as to', 'd.revoked_at as revokedAt', 'f.title as fromTitle', 't.title as toTitle'])
    .select(['f.organisation_id as fromOrganisationId', 't.organisation_id as toOrganisationId'])
    .orderBy('d.valid_from', 'desc')
export type DelegationRow = Awaited<ReturnType<typeof listDelegationsOf>>[number]

/** Written delegations that a post gave or received, of every day. */
export const listDelegationsOf = (db: Db, postId: string) =>
  delegations(db)
    .where((eb) => eb.or([eb('d.from_post_id', '=', postId), eb('d.to_post_id', '=', postId)]))
    .execute()
export const findDelegation = (db: Db, id: string) => delegations(db).where('d.id', '=', id).executeTakeFirst()

export async function insertDelegation(
  db: Db,
  row: {
    id: string
    fromPostId: string
    toPostId: string
    form: string
    acts: string[]
    documentNumber: string
    documentOn: string
    from: string
    to: string | null
  },
) {
  await db
    .insertInto('delegation')
    .values({
      ...{ id: row.id, from_post_id: row.fromPostId, to_post_id: row.toPostId, form: row.form, acts: row.acts },
      ...{ document_number: row.documentNumber, document_on: row.documentOn, valid_from: row.from, valid_to: row.to },
      revoked_at: null,
    })
    .execute()
}

export async function markRevoked(db: Db, id: string, at: Date) {
  await db.updateTable('delegation').set({ revoked_at: at }).where('id', '=', id).execute()
}

/** Tasks given to a post by name that are not finished (`open_work`). */
export async function countWorkOfPost(db: Db, postId: string): Promise<number> {
  const row = await db
    .selectFrom('open_work')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('post_id', '=', postId)
    .executeTakeFirstOrThrow()
  return row.count
}
