import type { Db } from '#server/platform/call.ts'
import type { Contact } from './contact.ts'
import { type Account, ACCOUNT_COLUMNS } from './queries.ts'

/** Every account that has this contact, confirmed or not; the confirmed one first, then those that a desk or the national identity vouches for. */
export async function listAccountsOfContact(db: Db, { kind, value }: Contact): Promise<Account[]> {
  const accounts = await db
    .selectFrom('account')
    .select(ACCOUNT_COLUMNS)
    .where(kind, '=', value)
    .orderBy('created_at')
    .execute()
  const rank = (each: Account) =>
    (isConfirmed(each, kind) ? 0 : 2) + (each.identityLevel !== 'stated' || each.kind === 'official' ? 0 : 1)
  return accounts.toSorted((a, b) => rank(a) - rank(b))
}

export const isConfirmed = (account: Account, kind: Contact['kind']) =>
  (kind === 'phone' ? account.phoneConfirmedAt : account.emailConfirmedAt) !== null

/** Gives an account a contact its holder has confirmed. */
export const setContact = (db: Db, id: string, { kind, value }: Contact, at: Date) =>
  db
    .updateTable('account')
    .set(
      kind === 'phone'
        ? { phone: value, phone_confirmed_at: at, phone_confirmed_how: 'code' }
        : { email: value, email_confirmed_at: at },
    )
    .where('id', '=', id)
    .execute()

/** The phone a desk typed becomes a login name by taking the account over, unless another account has it. */
export async function confirmPhoneByClaim(db: Db, { id, phone }: Account, at: Date) {
  if (!phone) return
  await db
    .updateTable('account')
    .set({ phone_confirmed_at: at, phone_confirmed_how: 'claim' })
    .where('id', '=', id)
    .where('phone_confirmed_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('account as other')
            .select('other.id')
            .where('other.phone', '=', phone)
            .where('other.phone_confirmed_at', 'is not', null),
        ),
      ),
    )
    .execute()
}

/** Takes a phone away from an account: somebody else has proved to hold it, or an administrator said so. */
export const removePhone = (db: Db, id: string) =>
  db
    .updateTable('account')
    .set({ phone: null, phone_confirmed_at: null, phone_confirmed_how: null })
    .where('id', '=', id)
    .execute()
