import type { Db } from '#server/platform/call.ts'

/** The accounts of a person, without anything secret: how they sign in and whether they still may. */
export const listAccountsOfPerson = (db: Db, personId: string) =>
  db
    .selectFrom('account')
    .select(['id', 'kind', 'login_name as loginName', 'email', 'disabled_at as disabledAt', 'created_at as createdAt'])
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .execute()
