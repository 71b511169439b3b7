import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { takeValues } from '#server/platform/values/index.ts'
import { readContact } from './contact.ts'
import { sendContactCode, takeProvedContact } from './contact-codes.ts'
import { holderOfContact } from './contact-holder.ts'
import { type GivenAgain, readProofAgain } from './prove-again.ts'
import { isConfirmed, setContact } from './contact-queries.ts'
import { type Account, findAccount } from './queries.ts'
import { tellOfChange } from './security-told.ts'
import { removeOtherSessions, type SessionRow } from './session-queries.ts'
import { type Renewed, renewToken } from './sessions.ts'

/**
 * Asks for a new phone or e-mail address, or confirms one that a desk typed: after the password and, where set, a code, a one-time code goes
 * to the new contact. Whether another account has it is not told here.
 * @throws Refusal `platform.values-wrong`, `accounts.papers-closed`, `accounts.wait`, `platform.too-often`.
 */
export async function askNewContact(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  command: { contact: string; again: GivenAgain; shown: (kind: 'phone' | 'email') => boolean },
): Promise<{ flow: string }> {
  const { account, oldPassword, oldCode } = await readProofAgain(call, sealing, session, command.again)
  // Who knows the password alone would otherwise have the codes that open identity papers sent to a phone of their own.
  if (!session.identityOpenAt && (isReachable(account) || account.identityLevel !== 'stated'))
    throw new Refusal(isReachable(account) ? 'accounts.papers-closed' : 'accounts.no-contact')
  const { contact } = takeValues({ contact: readContact(command.contact), oldPassword, oldCode })
  return sendContactCode(call, sealing, {
    contact,
    reason: 'contact',
    accountId: account.id,
    shown: command.shown(contact.kind),
  })
}

const isReachable = (account: Account) => isConfirmed(account, 'phone') || isConfirmed(account, 'email')

/**
 * Takes the proved contact: it is a login name now, the one before is none any more. The old contact is told, other sessions end.
 * @throws Refusal `accounts.code-over`, `accounts.contact-has-account`.
 */
export async function takeNewContact(call: Call, session: SessionRow, flow: string | undefined): Promise<Renewed> {
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const { contact, reason, accountId } = await takeProvedContact(within, flow)
    if (reason !== 'contact' || accountId !== session.accountId) throw new Refusal('accounts.code-over')
    const holder = await holderOfContact(db, contact)
    const taken = holder.account && holder.account.id !== accountId && holder.state !== 'typed'
    if (taken) throw new Refusal('accounts.contact-has-account')
    const before = (await findAccount(db, accountId))!
    await setContact(db, accountId, contact, now)
    await removeOtherSessions(db, accountId, session.id)
    await tellOfChange(within, before, 'contact-changed')
    recordAudit(within, 'accounts.contact-changed', HOUSE_CHAIN, accountId, { kind: contact.kind })
    return renewToken(db, session)
  })
}
