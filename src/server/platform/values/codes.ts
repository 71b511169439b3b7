import { faulty, kept, type Reading } from './reading.ts'
import { plainCode } from './text.ts'

/** Thư điện tử, in lower case: one address, one account. */
export function readEmail(typed: string): Reading<string> {
  const address = plainCode(typed).replaceAll(' ', '').toLowerCase()
  if (address === '') return faulty('email-missing')
  const good = /^[^\s@<>(),;:"\\[\]]{1,64}@[^\s@<>(),;:"\\[\]]+\.[^\s@.<>(),;:"\\[\]]{2,}$/u.test(address)
  return good && address.length <= 200 && !address.includes('..') ? kept(address) : faulty('email-form')
}

/** A code that a machine or a paper gave: spaces and marks dropped, capitals. */
export function readCodeWord(typed: string, { most = 60 } = {}): Reading<string> {
  const code = plainCode(typed).replaceAll(' ', '').toUpperCase()
  if (code === '') return faulty('code-missing')
  return code.length > most ? faulty('text-too-long', { length: code.length, most }) : kept(code)
}

/** An id of a commune: one that `known` knows, or `other` (Ngoài tỉnh). */
export function readCommune(typed: string, known: (id: string) => boolean = () => true): Reading<string> {
  const id = plainCode(typed)
  if (id === '') return faulty('commune-missing')
  return /^[a-z0-9-]{1,80}$/.test(id) && (id === 'other' || known(id)) ? kept(id) : faulty('commune-unknown')
}
