import type { Db } from '#server/platform/call.ts'

/** Accounts whose phone became one number with another's when old data were brought to one form, oldest number first; nobody has settled them. */
export const listClashes = (db: Db) =>
  db
    .selectFrom('contact_clash')
    .innerJoin('account', 'account.id', 'contact_clash.account_id')
    .select(['contact_clash.account_id as accountId', 'contact_clash.contact', 'contact_clash.was'])
    .select(['account.full_name as fullName', 'account.kind', 'account.identity_level as identityLevel'])
    .select(['account.created_at as createdAt', 'account.phone_confirmed_at as confirmedAt'])
    .where('contact_clash.settled_at', 'is', null)
    .orderBy('contact_clash.contact')
    .orderBy('account.created_at')
    .execute()

/** The accounts of one number that nobody has settled, kept until the transaction ends. */
export const lockClash = (db: Db, contact: string) =>
  db
    .selectFrom('contact_clash')
    .select('account_id as accountId')
    .where('contact', '=', contact)
    .where('settled_at', 'is', null)
    .orderBy('account_id')
    .forUpdate()
    .execute()

export const markSettled = (db: Db, accountId: string, by: string, kept: boolean, at: Date) =>
  db
    .updateTable('contact_clash')
    .set({ settled_at: at, settled_by: by, kept })
    .where('account_id', '=', accountId)
    .execute()
