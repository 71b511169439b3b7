import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { optional, readPersonName, readTaxCode, takeValues } from '#server/platform/values/index.ts'
import { takeProvedContact } from './contact-codes.ts'
import { holderOfContact } from './contact-holder.ts'
import { hashPassword, readNewPassword } from './passwords.ts'
import { removePhone } from './contact-queries.ts'
import { type Account, findAccount, insertAccount } from './queries.ts'
import { tellOfChange } from './security-told.ts'
import { type Opened, startSession } from './sessions.ts'

/** `kind`: a person, or the one who files for an enterprise. `sureOfName`: a name asked about once, typed again as it is. */
export type Register = {
  flow: string | undefined
  contact: string
  fullName: string
  password: string
  kind: 'citizen' | 'enterprise'
  taxCode?: string | null
  sureOfName?: string | undefined
  device?: string | undefined
}

/** Whether a name is asked about before it is taken: in small letters alone, or of one word, as names rarely are. */
export const isDoubtfulName = (name: string) => {
  const words = name.split(/\s+/)
  return words.length < 2 || words.some((word) => word === word.toLowerCase() && /\p{L}/u.test(word))
}

/**
 * Registers a citizen by a contact proved with its code, and signs them in. All faults are told at once, at their fields; an unusual name is asked about once.
 * @throws Refusal `platform.values-wrong`, `accounts.name-doubt`, `accounts.code-over`, `accounts.contact-has-account`.
 */
export async function register(call: Call, command: Register): Promise<Opened> {
  const { fullName, password, taxCode } = takeValues({
    fullName: readPersonName(command.fullName),
    taxCode: optional(command.taxCode, readTaxCode),
    password: readNewPassword(command.password, [command.fullName, command.contact]),
  })
  if (isDoubtfulName(fullName) && command.sureOfName !== fullName)
    throw new Refusal('accounts.name-doubt', { name: fullName })
  const passwordHash = await hashPassword(password)
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const { contact } = await takeProvedContact(within, command.flow)
    const { state, account: other } = await holderOfContact(db, contact)
    if (state !== 'nobody' && state !== 'typed') throw new Refusal('accounts.contact-has-account')
    if (other) await leavePhone(within, other)
    const id = newId(now)
    await insertAccount(db, {
      id,
      kind: command.kind,
      fullName,
      at: now,
      phone: contact.kind === 'phone' ? contact.value : null,
      phoneConfirmedAt: contact.kind === 'phone' ? now : null,
      email: contact.kind === 'email' ? contact.value : null,
      emailConfirmedAt: contact.kind === 'email' ? now : null,
      passwordHash,
      taxCode,
    })
    recordAudit(within, 'accounts.registered', HOUSE_CHAIN, id)
    return startSession(within, (await findAccount(db, id))!, { device: command.device, identityOpen: true })
  })
}

/** A number that a desk typed and somebody else has proved to hold is no longer that account's; its holder finds it told there. */
async function leavePhone(within: Call, other: Account) {
  await removePhone(within.db, other.id)
  await tellOfChange(within, { ...other, phone: null }, 'phone-left')
  recordAudit(within, 'accounts.phone-left', HOUSE_CHAIN, other.id)
}
