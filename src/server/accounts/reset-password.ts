import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { faulty, hasInk, kept, type Reading, takeValues } from '#server/platform/values/index.ts'
import { findContactCode, takeProvedContact } from './contact-codes.ts'
import { holderOfContact } from './contact-holder.ts'
import { provesIdentity } from './identity-proof.ts'
import { hashPassword, readNewPassword } from './passwords.ts'
import { setContact } from './contact-queries.ts'
import { type Account, findAccount, setPasswordHash } from './queries.ts'
import { forgetPlaces } from './place-queries.ts'
import { tellOfChange } from './security-told.ts'
import { removeOtherSessions } from './session-queries.ts'
import { type Opened, startSession } from './sessions.ts'

/** What the account knows of the person: none of it may be the password. */
export const ownWords = (account: Account) => [
  account.fullName,
  account.phone,
  account.email,
  account.loginName,
  account.birthDate,
  account.identityNumber,
]

async function readProof(call: Call, account: Account, typed: string): Promise<Reading<string>> {
  if (!hasInk(typed)) return faulty('proof-missing')
  return (await provesIdentity(call, account, typed)) ? kept(typed) : faulty('proof-wrong')
}

/**
 * Sets a new password by a proved contact, ends every session and signs in. An account that a desk or the national identity vouches for asks
 * `proof` too: the identity number, or the claim code of the receipt. Its holder is told at every contact it has.
 * @throws Refusal `platform.values-wrong`, `accounts.code-over`, `accounts.contact-of-official`, `accounts.contact-unknown`.
 */
export async function resetPassword(
  call: Call,
  sealing: Sealing,
  command: { flow: string | undefined; password: string; proof?: string | undefined; device?: string | undefined },
): Promise<Opened> {
  const waiting = await findContactCode(call, sealing, command.flow)
  if (!waiting?.proved) throw new Refusal('accounts.code-over')
  const { state, account } = await holderOfContact(call.db, waiting.contact)
  if (state === 'nobody') throw new Refusal('accounts.contact-unknown')
  if (state === 'official') throw new Refusal('accounts.contact-of-official')
  takeValues({
    password: readNewPassword(command.password, ownWords(account)),
    proof: state === 'own' ? kept('') : await readProof(call, account, command.proof ?? ''),
  })
  const hash = await hashPassword(command.password)
  return inTransaction(call, async (within) => {
    const { contact } = await takeProvedContact(within, command.flow)
    const before = (await findAccount(within.db, account.id))!
    await setPasswordHash(within.db, account.id, hash, within.now)
    if (state === 'typed') await setContact(within.db, account.id, contact, within.now)
    await removeOtherSessions(within.db, account.id, null)
    await forgetPlaces(within.db, account.id)
    await tellOfChange(within, before, 'password-reset')
    recordAudit(within, 'accounts.password-reset', HOUSE_CHAIN, account.id)
    const after = (await findAccount(within.db, account.id))!
    return startSession(within, after, { device: command.device, identityOpen: true })
  })
}
