import { hasInk, readEmail, readPhone, type Reading } from '#server/platform/values/index.ts'

/** Where a one-time code goes: a phone or an e-mail address, in its one kept form. */
export type Contact = { kind: 'phone' | 'email'; value: string }

const faulty = (code: string): { fault: { code: string; facts: {} } } => ({ fault: { code, facts: {} } })

/** A phone in any spelling, or an e-mail address, as somebody types it; what is wrong with it is told by its reader. */
export function readContact(typed: string): Reading<Contact> {
  if (!hasInk(typed)) return faulty('contact-missing')
  const kind = typed.includes('@') ? 'email' : 'phone'
  const reading = kind === 'email' ? readEmail(typed) : readPhone(typed)
  if (reading.fault) return /\p{L}/u.test(typed) && kind === 'phone' ? faulty('contact-form') : { fault: reading.fault }
  return { kept: { kind, value: reading.kept } }
}

/** The name somebody signs in by: the kept form of a contact, else a login name in small letters. */
export function nameToSignIn(typed: string): string {
  const contact = readContact(typed)
  return contact.fault ? typed.normalize('NFC').trim().toLowerCase() : contact.kept.value
}
