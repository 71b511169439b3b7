import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Contact, readContact } from './contact.ts'
import { sendCode, useCode } from './one-time-codes.ts'
import { hashPassword, requireGoodPassword } from './passwords.ts'
import { findAccount, findAccountByName, insertAccount, setPasswordHash } from './queries.ts'
import { removeOtherSessions } from './session-queries.ts'
import { startSession } from './sessions.ts'

const required = (typed: string): Contact => {
  const contact = readContact(typed)
  if (!contact) throw new Refusal('accounts.contact-unreadable')
  return contact
}

/** Begins a registration: a code goes to the phone or e-mail. Whether the contact is known already is not told. */
export async function askRegistrationCode(call: Call, typed: string): Promise<{ contact: Contact; code: string }> {
  const contact = required(typed)
  return { contact, code: await sendCode(call, 'register', contact) }
}

/**
 * Registers a citizen with a contact that was confirmed by its code, and signs him in. Somebody who has an account already gets
 * into it: the code proves the contact is his. `kind`: a person, or the one who files for an enterprise.
 */
export async function register(
  call: Call,
  command: {
    contact: string
    code: string
    fullName: string
    password: string
    kind: 'citizen' | 'enterprise'
    taxCode?: string | null
  },
): Promise<{ token: string; expiresAt: Date }> {
  const contact = required(command.contact)
  const fullName = command.fullName.normalize('NFC').trim()
  if (fullName.length < 2 || fullName.length > 1200) throw new Refusal('accounts.name-missing')
  requireGoodPassword(command.password)
  await useCode(call, 'register', contact.value, command.code)
  const passwordHash = await hashPassword(command.password)
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const before = await findAccountByName(db, contact.value)
    if (before?.kind === 'official') throw new Refusal('accounts.contact-of-official')
    if (before) {
      await setPasswordHash(db, before.id, passwordHash, now)
      await removeOtherSessions(db, before.id, null)
    }
    const id = before?.id ?? newId(now)
    if (!before)
      await insertAccount(db, {
        id,
        kind: command.kind,
        fullName,
        at: now,
        [contact.kind]: contact.value,
        passwordHash,
        taxCode: command.taxCode ?? null,
      })
    recordAudit(within, 'accounts.registered', HOUSE_CHAIN, id)
    return startSession(within, (await findAccount(db, id))!)
  })
}
