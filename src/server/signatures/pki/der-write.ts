import { concat, TAG } from './der.ts'

/** Writes DER: one value from its tag octet and its parts. */
export function encoded(tagOctet: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((size, part) => size + part.length, 0)
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  const header = length < 0x80 ? [tagOctet, length] : [tagOctet, 0x80 + octets.length, ...octets]
  return concat([Uint8Array.from(header), ...parts])
}

export const sequence = (...parts: readonly Uint8Array[]) => encoded(0x30, ...parts)
const byOctets = (a: Uint8Array, b: Uint8Array) => {
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return a.length - b.length
}
/** SET OF: the parts in the order of their octets, as DER wants. */
export const setOfSorted = (...parts: readonly Uint8Array[]) => encoded(0x31, ...[...parts].sort(byOctets))
export const octetString = (bytes: Uint8Array) => encoded(TAG.octetString, bytes)
export const bitString = (bytes: Uint8Array, unused = 0) => encoded(TAG.bitString, Uint8Array.of(unused), bytes)
export const nullValue = () => Uint8Array.of(5, 0)
export const booleanValue = (value: boolean) => Uint8Array.of(1, 1, value ? 0xff : 0)
/** An explicit [n] around a value, or the constructed [n] around parts. */
export const context = (tag: number, ...parts: readonly Uint8Array[]) => encoded(0xa0 + tag, ...parts)
export const contextPrimitive = (tag: number, bytes: Uint8Array) => encoded(0x80 + tag, bytes)
export const enumerated = (value: number) => encoded(TAG.enumerated, Uint8Array.of(value))

/** A non-negative INTEGER from its magnitude, octets or number. */
export function integer(value: Uint8Array | number): Uint8Array<ArrayBuffer> {
  const octets: number[] = []
  if (typeof value === 'number')
    for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  else octets.push(...value)
  while (octets.length > 1 && octets[0] === 0) octets.shift()
  if (octets.length === 0 || octets[0]! >= 0x80) octets.unshift(0)
  return encoded(TAG.integer, Uint8Array.from(octets))
}

export function oid(text: string): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const parts = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) parts.unshift((left % 128) + 128)
    return parts
  })
  return encoded(TAG.oid, Uint8Array.from(octets))
}

const text = new TextEncoder()
export const utf8String = (value: string) => encoded(TAG.utf8, text.encode(value))
export const printableString = (value: string) => encoded(TAG.printable, text.encode(value))
export const ia5String = (value: string) => encoded(TAG.ia5, text.encode(value))
const digits = (time: Date) => time.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')
/** GeneralizedTime in whole seconds. */
export const generalizedTime = (time: Date) => encoded(TAG.generalizedTime, text.encode(digits(time)))
/** Time of X.509: UTCTime to 2049, GeneralizedTime after. */
export const x509Time = (time: Date) =>
  time.getUTCFullYear() < 2050 ? encoded(TAG.utcTime, text.encode(digits(time).slice(2))) : generalizedTime(time)
