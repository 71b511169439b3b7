import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { requireReach } from './official-rights.ts'
import { findAccountOfPerson, findPerson, isLoginTaken, lockAccounts } from './official-queries.ts'
import { insertAccount } from './queries.ts'
import { newSetupCode } from './setup-codes.ts'

/** The rule of a login name: 3 to 40 small letters, digits and single dots, a letter first, so that it is never taken for a phone or an e-mail. */
export const isLoginName = (name: string) =>
  name.length >= 3 && name.length <= 40 && /^[a-z][a-z0-9]*(\.[a-z0-9]+)*$/.test(name)

/**
 * Opens the account of an official (tài khoản cán bộ) for a person. It has no password: the one-time code, printed on a slip and handed
 * over, lets the person set one. One account a person.
 */
export async function openOfficialAccount(
  call: Call,
  command: { personId: string; loginName: string },
): Promise<{ accountId: string; code: string; until: Date; loginName: string }> {
  await requireReach(call, command.personId)
  const loginName = command.loginName.trim().toLowerCase()
  if (!isLoginName(loginName)) throw new Refusal('accounts.login-name')
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const own = await lockAccounts(db, [within.actor.id])
    if (own.get(within.actor.id)?.disabledAt) throw new Refusal('accounts.no-right')
    const person = await findPerson(db, command.personId)
    if (!person) throw new Refusal('accounts.unknown-person')
    const known = await findAccountOfPerson(db, person.id)
    if (known) throw new Refusal('accounts.person-has-account', { loginName: known.loginName ?? '' })
    if (await isLoginTaken(db, loginName)) throw new Refusal('accounts.login-name-taken', { loginName })
    const accountId = newId(now)
    await insertAccount(db, {
      ...{ id: accountId, kind: 'official', fullName: person.fullName, at: now },
      ...{ personId: person.id, loginName },
    })
    const { code, until } = await newSetupCode(within, accountId)
    recordAudit(within, 'accounts.official-opened', HOUSE_CHAIN, accountId, { personId: person.id })
    return { accountId, code, until, loginName }
  })
}
