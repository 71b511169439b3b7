import { FormatFault } from '../format-fault.ts'

/** One ASN.1 value; `bytes` is the whole of it as it came, `content` what is inside. */
export type Der = { cls: number; tag: number; constructed: boolean; bytes: Uint8Array; content: Uint8Array }

const DEEPEST = 40
const MOST_CHILDREN = 2_000_000

export const TAG = {
  ...{ boolean: 1, integer: 2, bitString: 3, octetString: 4, null: 5, oid: 6, enumerated: 10, utf8: 12 },
  ...{
    sequence: 16,
    set: 17,
    printable: 19,
    t61: 20,
    ia5: 22,
    utcTime: 23,
    generalizedTime: 24,
    universal: 28,
    bmp: 30,
  },
} as const

/** Reads the value that begins at `at`. Indefinite lengths (BER, found in CMS of others) are followed to their end. */
function readAt(input: Uint8Array, at: number, depth: number): Der {
  if (depth > DEEPEST) throw new FormatFault('asn1.too-deep')
  const first = input[at]
  if (first === undefined) throw new FormatFault('asn1.truncated')
  let tag = first & 0x1f
  let here = at + 1
  if (tag === 0x1f) {
    tag = 0
    for (let more = true; more; here++) {
      const octet = input[here]
      if (octet === undefined || tag > 0xffff) throw new FormatFault('asn1.truncated')
      tag = tag * 128 + (octet & 0x7f)
      more = octet >= 0x80
    }
  }
  const frame = { cls: first >> 6, tag, constructed: (first & 0x20) !== 0 }
  const lengthOctet = input[here++]
  if (lengthOctet === undefined) throw new FormatFault('asn1.truncated')
  if (lengthOctet === 0x80) {
    if (!frame.constructed) throw new FormatFault('asn1.length')
    let inside = here
    while (!(input[inside] === 0 && input[inside + 1] === 0)) inside += readAt(input, inside, depth + 1).bytes.length
    return { ...frame, bytes: input.subarray(at, inside + 2), content: input.subarray(here, inside) }
  }
  let length = lengthOctet
  if (lengthOctet > 0x80) {
    const octets = lengthOctet & 0x7f
    if (octets > 4) throw new FormatFault('asn1.length')
    length = 0
    for (let each = 0; each < octets; each++) length = length * 256 + (input[here++] ?? 0)
  }
  const end = here + length
  if (end > input.length) throw new FormatFault('asn1.truncated')
  return { ...frame, bytes: input.subarray(at, end), content: input.subarray(here, end) }
}

/** The one value that fills the input (trailing zero octets, as PDF leaves in /Contents, are allowed when asked for). */
export function readDer(input: Uint8Array, options: { largest?: number; padded?: boolean } = {}): Der {
  if (input.length > (options.largest ?? 8 * 1024 * 1024)) throw new FormatFault('asn1.too-large')
  const value = readAt(input, 0, 0)
  const rest = input.subarray(value.bytes.length)
  if (options.padded ? rest.some((octet) => octet !== 0) : rest.length > 0) throw new FormatFault('asn1.trailing')
  return value
}

export function childrenOf(value: Der): Der[] {
  if (!value.constructed) throw new FormatFault('asn1.not-constructed')
  const children: Der[] = []
  for (let at = 0; at < value.content.length;) {
    const child = readAt(value.content, at, 1)
    children.push(child)
    at += child.bytes.length
    if (children.length > MOST_CHILDREN) throw new FormatFault('asn1.too-many')
  }
  return children
}

export function isTag(value: Der, tag: number): boolean
export function isTag(value: Der | undefined, tag: number): value is Der
export function isTag(value: Der | undefined, tag: number): boolean {
  return value?.cls === 0 && value.tag === tag
}
export function isContext(value: Der, tag: number): boolean
export function isContext(value: Der | undefined, tag: number): value is Der
export function isContext(value: Der | undefined, tag: number): boolean {
  return value?.cls === 2 && value.tag === tag
}

export function expectTag(value: Der | undefined, tag: number): Der {
  if (value?.cls === 0 && value.tag === tag) return value
  throw new FormatFault('asn1.unexpected', `wanted ${tag}, found ${value?.cls}/${value?.tag}`)
}
export const sequenceOf = (value: Der | undefined) => childrenOf(expectTag(value, TAG.sequence))
export const setOf = (value: Der | undefined) => childrenOf(expectTag(value, TAG.set))

export function oidOf(value: Der | undefined): string {
  const { content } = expectTag(value, TAG.oid)
  if (content.length === 0 || content.length > 64) throw new FormatFault('asn1.oid')
  const arcs: number[] = []
  let arc = 0
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f)
    if (arc > Number.MAX_SAFE_INTEGER / 256) throw new FormatFault('asn1.oid')
    if (octet < 0x80) {
      if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)))
      else arcs.push(arc)
      arc = 0
    }
  }
  return arcs.join('.')
}

const PAIRS = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))
export function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const octet of bytes) hex += PAIRS[octet]
  return hex
}
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(hex.slice(at * 2, at * 2 + 2), 16)
  return bytes
}
/** The magnitude of an INTEGER as hex without leading zeros of the encoding. */
export const serialOf = (value: Der | undefined) =>
  hexOf(expectTag(value, TAG.integer).content).replace(/^(00)+(?=..)/, '')
export function smallIntegerOf(value: Der | undefined): number {
  const { content } = value && value.tag === TAG.enumerated ? value : expectTag(value, TAG.integer)
  if (content.length === 0 || content.length > 6 || content[0]! >= 0x80) throw new FormatFault('asn1.integer')
  return content.reduce((total, octet) => total * 256 + octet, 0)
}
export const booleanOf = (value: Der) => expectTag(value, TAG.boolean).content[0] !== 0

/** The octets of an OCTET STRING, in one piece or in many (BER). */
export function octetsOf(value: Der | undefined, depth = 0): Uint8Array {
  if (!value || depth > 4) throw new FormatFault('asn1.unexpected')
  return value.constructed ? concat(childrenOf(value).map((part) => octetsOf(part, depth + 1))) : value.content
}
export function bitsOf(value: Der | undefined): Uint8Array {
  const { content } = expectTag(value, TAG.bitString)
  if (content.length === 0 || content[0]! > 7) throw new FormatFault('asn1.bit-string')
  return content.subarray(1)
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
}

/** UTCTime or GeneralizedTime, in UTC. */
export function timeOf(value: Der | undefined): Date {
  if (!value || !(isTag(value, TAG.utcTime) || isTag(value, TAG.generalizedTime))) throw new FormatFault('asn1.time')
  const text = new TextDecoder('latin1').decode(value.content)
  const found = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,](\d{1,9}))?Z$/.exec(text)
  if (!found || (found[1]!.length === 4) !== (value.tag === TAG.generalizedTime)) throw new FormatFault('asn1.time')
  const [, y, month, day, hour, minute, second = '00', fraction = ''] = found
  const year = y!.length === 4 ? Number(y) : Number(y) + (Number(y) < 50 ? 2000 : 1900)
  const iso = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) throw new FormatFault('asn1.time')
  return time
}

const BMP = new TextDecoder('utf-16be')
export function textOf(value: Der): string {
  if (value.cls !== 0 || value.content.length > 64 * 1024) throw new FormatFault('asn1.text')
  if (value.tag === TAG.bmp) return BMP.decode(value.content)
  return new TextDecoder(value.tag === TAG.utf8 || value.tag === TAG.printable ? 'utf-8' : 'latin1').decode(
    value.content,
  )
}
