import { loadPosts } from '#server/directory/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { lockAccounts } from './official-queries.ts'
import { type Account, findAccount } from './queries.ts'

/** Organisations in which this post administers accounts. @throws Refusal `accounts.no-right` when none. */
export function grantsReach({ actor }: Call): string[] {
  const reach = actor.grants.get('accounts.change')
  if (!reach || reach.size === 0) throw new Refusal('accounts.no-right')
  return [...reach]
}

/** The organisations of the posts a person holds today. */
export const heldOrganisations = async (call: Call, personId: string) =>
  (await loadPosts(call.db, vietnamDate(call.now))).heldBy(personId).map((post) => post.organisationId)

/** @throws Refusal `accounts.out-of-reach` unless every post of the person is where this post administers accounts. */
export async function requireReach(call: Call, personId: string | null) {
  const reach = new Set(grantsReach(call))
  const held = personId ? await heldOrganisations(call, personId) : []
  if (!held.every((each) => reach.has(each))) throw new Refusal('accounts.out-of-reach')
}

/**
 * The official's account an administrator is about to change, kept until the transaction ends, with the administrator's own: nobody
 * changes his own account this way, and one who has just been disabled changes nothing more.
 */
export async function takeOfficial(within: Call, accountId: string): Promise<Account> {
  grantsReach(within)
  if (accountId === within.actor.id) throw new Refusal('accounts.not-yourself')
  const kept = await lockAccounts(within.db, [accountId, within.actor.id])
  if (kept.get(within.actor.id)?.disabledAt) throw new Refusal('accounts.no-right')
  const account = kept.has(accountId) ? await findAccount(within.db, accountId) : undefined
  if (!account || account.kind !== 'official') throw new Refusal('accounts.unknown')
  await requireReach(within, account.personId)
  return account
}
