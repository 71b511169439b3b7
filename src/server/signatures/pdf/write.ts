import { FormatFault } from '../format-fault.ts'
import { hexOf } from '../pki/der.ts'
import { Dict, Name, type PdfObject, Real, Ref, Str, Stream } from './objects.ts'

const encoder = new TextEncoder()

export const ascii = (words: string) => encoder.encode(words)

/** Several pieces as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const nameWords = (value: string) =>
  `/${Array.from(value, (letter) => {
    const code = letter.charCodeAt(0)
    return code < 33 || code > 126 || '#/()<>[]{}%'.includes(letter) ? `#${code.toString(16).padStart(2, '0')}` : letter
  }).join('')}`

/** The shortest words that read back as the same number, never with an exponent (7.3.3): an earlier signature may cover it. */
const numberWords = (value: number) => {
  if (!Number.isFinite(value)) throw new FormatFault('pdf.number', 'a number is not finite')
  const short = String(value)
  if (!short.includes('e')) return short
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '').replace(/\.$/, '')
}

/** An object as it stands in a file; strings are written in hexadecimal, so that every byte survives. Streams stand alone: see `streamBytes`. */
export function words(value: PdfObject): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberWords(value)
  if (value instanceof Real) return value.words
  if (value instanceof Name) return nameWords(value.value)
  if (value instanceof Str) return `<${hexOf(value.bytes)}>`
  if (value instanceof Ref) return `${value.num} ${value.gen} R`
  if (Array.isArray(value)) return `[${value.map(words).join(' ')}]`
  if (value instanceof Dict)
    return `<<${Array.from(value, ([key, each]) => `${nameWords(key)} ${words(each)}`).join(' ')}>>`
  throw new FormatFault('pdf.stream', 'a stream stands inside another object')
}

/** `12 0 obj … endobj` with its line breaks. */
export function indirectBytes(ref: Ref, value: PdfObject): Uint8Array {
  const head = ascii(`${ref.num} ${ref.gen} obj\n`)
  if (!(value instanceof Stream)) return joined([head, ascii(`${words(value)}\nendobj\n`)])
  const entries = new Dict(value.dict)
  entries.set('Length', value.raw.length)
  return joined([head, ascii(`${words(entries)}\nstream\n`), value.raw, ascii('\nendstream\nendobj\n')])
}
