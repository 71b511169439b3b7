/** The eight kinds of PDF object (ISO 32000-1, 7.3) as plain values; names, strings, references and streams have a class each. */
export class Name {
  readonly value: string
  constructor(value: string) {
    this.value = value
  }
}
export class Ref {
  readonly num: number
  readonly gen: number
  constructor(num: number, gen: number) {
    this.num = num
    this.gen = gen
  }
  get key() {
    return `${this.num} ${this.gen}`
  }
}
/** A number whose own words say more than JavaScript would write of it (`1.`, `.50`, digits beyond a double): they are kept. */
export class Real {
  readonly value: number
  readonly words: string
  constructor(value: number, words: string) {
    this.value = value
    this.words = words
  }
}
export class Str {
  readonly bytes: Uint8Array
  readonly hex: boolean
  constructor(bytes: Uint8Array, hex = false) {
    this.bytes = bytes
    this.hex = hex
  }
}
export class Dict extends Map<string, PdfObject> {}
/** A stream: its dictionary and its raw bytes as they stand in the file. */
export class Stream {
  readonly dict: Dict
  readonly raw: Uint8Array
  constructor(dict: Dict, raw: Uint8Array) {
    this.dict = dict
    this.raw = raw
  }
}
export type PdfObject = null | boolean | number | Real | Name | Str | Ref | Dict | Stream | PdfObject[]

export const name = (value: string) => new Name(value)
export const dict = (entries: Record<string, PdfObject>) => new Dict(Object.entries(entries))
export const nameOf = (value: PdfObject | undefined) => (value instanceof Name ? value.value : undefined)
export const numberOf = (value: PdfObject | undefined) =>
  typeof value === 'number' ? value : value instanceof Real ? value.value : undefined

/** A text string (7.9.2.2): UTF-16BE or UTF-8 with its mark, else each byte as its Latin-1 letter. */
export function textOf(value: PdfObject | undefined): string | undefined {
  if (!(value instanceof Str)) return undefined
  const { bytes } = value
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2))
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3))
  return String.fromCharCode(...bytes.subarray(0, 32_768))
}

/** A text string of any letters: ASCII as it is, everything else as UTF-16BE. */
export function text(value: string): Str {
  if (/^[\x20-\x7e]*$/.test(value)) return new Str(new TextEncoder().encode(value))
  const bytes = new Uint8Array(2 + value.length * 2)
  bytes.set([0xfe, 0xff])
  for (let at = 0; at < value.length; at += 1) {
    bytes[2 + at * 2] = value.charCodeAt(at) >> 8
    bytes[3 + at * 2] = value.charCodeAt(at) & 255
  }
  return new Str(bytes, true)
}
