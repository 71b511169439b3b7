import type { Db } from '#server/platform/call.ts'
import type { Contact } from './contact.ts'
import { isConfirmed, listAccountsOfContact } from './contact-queries.ts'
import { type Account } from './queries.ts'

/**
 * Who stands behind a contact that somebody has just proved to hold:
 * - `nobody`: a new account;
 * - `own`: an account that this contact signs in to and that nobody vouched for: a new password;
 * - `vouched`: the same, of a person whose identity a desk or the national identity confirmed: a new password, with a second proof;
 * - `typed`: a desk typed this phone for a person it has seen, and no code was ever given there: that account with a proof, or a new one;
 * - `official`: an official's account, which an administrator resets.
 */
export type ContactHolder =
  { state: 'nobody'; account: null } | { state: 'own' | 'vouched' | 'typed' | 'official'; account: Account }

export async function holderOfContact(db: Db, contact: Contact): Promise<ContactHolder> {
  const open = (await listAccountsOfContact(db, contact)).filter((each) => !each.disabledAt)
  const confirmed = open.find((each) => isConfirmed(each, contact.kind))
  if (confirmed?.kind === 'official') return { state: 'official', account: confirmed }
  if (confirmed && contact.kind === 'phone' && confirmed.phoneConfirmedHow === 'claim')
    return { state: 'typed', account: confirmed }
  if (confirmed) return { state: confirmed.identityLevel === 'stated' ? 'own' : 'vouched', account: confirmed }
  const typed = open.find((each) => each.kind !== 'official' && each.identityLevel !== 'stated')
  return typed ? { state: 'typed', account: typed } : { state: 'nobody', account: null }
}
