import { FormatFault } from '../format-fault.ts'
import { Dict, Name, type PdfObject, Real, Ref, Str } from './objects.ts'

/** The window that is parsed ends inside an object: read more and parse again. */
export class NeedMore extends Error {}

const SPACE = new Set([0, 9, 10, 12, 13, 32])
const DELIMITER = new Set([...'()<>[]{}/%'].map((each) => each.charCodeAt(0)))
const isRegular = (byte: number) => !SPACE.has(byte) && !DELIMITER.has(byte)
/** What a letter is worth in a hexadecimal string: -2 white space, -1 no digit. */
const HEX_DIGIT = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase())
  return SPACE.has(byte) ? -2 : digit
})
const DEEPEST = 64
const LONGEST_STRING = 16 * 1024 * 1024
const ESCAPED: Record<number, number> = { 110: 10, 114: 13, 116: 9, 98: 8, 102: 12, 40: 40, 41: 41, 92: 92 }

/** Reads objects from bytes; `final` tells that nothing follows the window, so that its end ends a token. */
export class Parser {
  at: number
  readonly #bytes: Uint8Array
  readonly #final: boolean
  constructor(bytes: Uint8Array, at = 0, final = true) {
    this.#bytes = bytes
    this.at = at
    this.#final = final
  }

  #byte(at = this.at): number {
    const byte = this.#bytes[at]
    if (byte !== undefined) return byte
    if (!this.#final) throw new NeedMore()
    return -1
  }

  skipSpace() {
    for (;;) {
      const byte = this.#byte()
      if (byte === 37) while (this.#byte() !== -1 && this.#byte() !== 10 && this.#byte() !== 13) this.at += 1
      else if (SPACE.has(byte)) this.at += 1
      else return
    }
  }

  /** The next run of regular letters, without moving on when it is not `expected`. */
  keyword(expected: string): boolean {
    this.skipSpace()
    for (let at = 0; at < expected.length; at += 1)
      if (this.#byte(this.at + at) !== expected.charCodeAt(at)) return false
    const after = this.#byte(this.at + expected.length)
    if (after !== -1 && isRegular(after)) return false
    this.at += expected.length
    return true
  }

  /** A row of a cross-reference table as the standard writes it, twenty bytes; null for one that is written otherwise. */
  row(): { where: number; gen: number; inUse: boolean } | null {
    this.skipSpace()
    const [where, gen] = [this.#digits(10), this.#digits(5, 11)]
    const kind = this.#bytes[this.at + 17]
    if (where < 0 || gen < 0 || (kind !== 110 && kind !== 102)) return null
    if (this.#bytes[this.at + 10] !== 32 || this.#bytes[this.at + 16] !== 32) return null
    const after = this.#bytes[this.at + 18]
    if (after === undefined || isRegular(after)) return null
    this.at += 18
    return { where, gen, inUse: kind === 110 }
  }

  #digits(count: number, from = 0): number {
    let value = 0
    for (let each = 0; each < count; each += 1) {
      const digit = (this.#bytes[this.at + from + each] ?? 0) - 48
      if (digit < 0 || digit > 9) return -1
      value = value * 10 + digit
    }
    return value
  }

  integer(): number {
    this.skipSpace()
    const word = this.#word()
    if (!/^[+-]?\d{1,15}$/.test(word)) throw new FormatFault('pdf.number', 'an integer is missing')
    return Number(word)
  }

  #word(): string {
    let word = ''
    while (this.#byte() !== -1 && isRegular(this.#byte())) {
      word += String.fromCharCode(this.#byte())
      this.at += 1
      if (word.length > 4096) throw new FormatFault('pdf.word', 'a word is too long')
    }
    return word
  }

  object(depth = 0): PdfObject {
    if (depth > DEEPEST) throw new FormatFault('pdf.deep', 'objects stand too deep in each other')
    this.skipSpace()
    const byte = this.#byte()
    if (byte === 47) return this.#name()
    if (byte === 40) return this.#literal()
    if (byte === 91) return this.#array(depth)
    if (byte === 60) return this.#byte(this.at + 1) === 60 ? this.#dict(depth) : this.#hex()
    const word = this.#word()
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    if (/^\d{1,10}$/.test(word)) return this.#numberOrRef(Number(word))
    if (/^[+-]*\d*\.?\d*(-\d*)?$/.test(word) && /\d/.test(word)) {
      const value = Number.parseFloat(word.replace(/^[+-]*(?=[+-])/, ''))
      return String(value) === word ? value : new Real(value, word)
    }
    throw new FormatFault('pdf.object', 'no object stands here')
  }

  #numberOrRef(num: number): number | Ref {
    const back = this.at
    this.skipSpace()
    if (this.#byte() >= 48 && this.#byte() <= 57) {
      const gen = this.#word()
      if (/^\d{1,5}$/.test(gen) && this.keyword('R')) return new Ref(num, Number(gen))
    }
    this.at = back
    return num
  }

  #name(): Name {
    this.at += 1
    const raw = this.#word()
    const bytes: number[] = []
    for (let at = 0; at < raw.length; at += 1) {
      const escaped = raw[at] === '#' ? /^#([0-9a-fA-F]{2})/.exec(raw.slice(at, at + 3)) : null
      bytes.push(escaped ? Number.parseInt(escaped[1]!, 16) : raw.charCodeAt(at))
      if (escaped) at += 2
    }
    return new Name(String.fromCharCode(...bytes))
  }

  #array(depth: number): PdfObject[] {
    this.at += 1
    const items: PdfObject[] = []
    for (;;) {
      this.skipSpace()
      if (this.#byte() === 93) {
        this.at += 1
        return items
      }
      if (this.#byte() === -1) throw new FormatFault('pdf.array', 'an array has no end')
      items.push(this.object(depth + 1))
    }
  }

  #dict(depth: number): Dict {
    this.at += 2
    const entries = new Dict()
    for (;;) {
      this.skipSpace()
      if (this.#byte() === 62 && this.#byte(this.at + 1) === 62) {
        this.at += 2
        return entries
      }
      if (this.#byte() !== 47) throw new FormatFault('pdf.dict', 'a dictionary wants a name')
      const key = this.#name().value
      // Two readers may believe two different values: a file that says a thing twice is not believed at all.
      if (entries.has(key))
        throw new FormatFault('pdf.key-twice', `the key ${key.slice(0, 40)} stands twice in a dictionary`)
      entries.set(key, this.object(depth + 1))
    }
  }

  /** The value of a signature is tens of thousands of digits, read several times: counted first, then laid into their bytes. */
  #hex(): Str {
    const from = this.at + 1
    let [at, digits] = [from, 0]
    for (let byte = this.#byte(at); byte !== 62; byte = this.#byte(at)) {
      const digit = HEX_DIGIT[byte] ?? -1
      if (digit === -1) throw new FormatFault('pdf.hex', 'a hexadecimal string holds another letter')
      if (digit >= 0) digits += 1
      if (digits > 2 * LONGEST_STRING) throw new FormatFault('pdf.string-too-large', 'a string is too long')
      at += 1
    }
    this.at = at + 1
    const bytes = new Uint8Array(Math.ceil(digits / 2))
    for (let [each, nth] = [from, 0]; each < at; each += 1) {
      const digit = HEX_DIGIT[this.#bytes[each]!]!
      if (digit < 0) continue
      bytes[nth >> 1]! |= nth % 2 ? digit : digit << 4
      nth += 1
    }
    return new Str(bytes, true)
  }

  #literal(): Str {
    this.at += 1
    const bytes: number[] = []
    for (let open = 1; ;) {
      const byte = this.#byte()
      if (byte === -1) throw new FormatFault('pdf.string', 'a string has no end')
      this.at += 1
      if (byte === 40) open += 1
      if (byte === 41 && (open -= 1) === 0) return new Str(Uint8Array.from(bytes))
      if (bytes.length > LONGEST_STRING) throw new FormatFault('pdf.string-too-large', 'a string is too long')
      if (byte !== 92) {
        bytes.push(byte)
        continue
      }
      const next = this.#byte()
      this.at += 1
      if (next >= 48 && next <= 55) {
        let value = next - 48
        for (let more = 0; more < 2 && this.#byte() >= 48 && this.#byte() <= 55; more += 1) {
          value = value * 8 + this.#byte() - 48
          this.at += 1
        }
        bytes.push(value & 255)
      } else if (next === 13) {
        if (this.#byte() === 10) this.at += 1
      } else if (next !== 10) bytes.push(ESCAPED[next] ?? next)
    }
  }
}
