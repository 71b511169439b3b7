/**
 * Typst takes `;` after an expression in words for its end and prints nothing: `#d.at; quy mô` loses its semicolon. These find where that happens,
 * in the words of a template and in words within its code. A semicolon that ends a statement (`#let x = 1;`) is none.
 */
const STATEMENT = /^(let|set|show|import|include)\b/
const BLOCK = /^(if|for|while|context)\b/
const NAME = /^[\p{L}_][\p{L}\p{N}_-]*/u
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

class Reading {
  readonly #source: string
  #at = 0
  readonly found: number[] = []

  constructor(source: string) {
    this.#source = source
  }

  #starts = (words: string) => this.#source.startsWith(words, this.#at)
  #rest = () => this.#source.slice(this.#at, this.#at + 200)
  #past(words: string) {
    const end = this.#source.indexOf(words, this.#at)
    this.#at = end < 0 ? this.#source.length : end + words.length
  }

  /** A comment or a text between quotes or backticks, gone past; false when none begins here. */
  #pastQuiet(inWords: boolean): boolean {
    if (this.#starts('/*')) this.#past('*/')
    else if (this.#starts('//') && this.#source[this.#at - 1] !== ':') this.#past('\n')
    else if (this.#starts('`')) this.#pastRaw()
    else if (!inWords && this.#starts('"')) this.#pastString()
    else return false
    return true
  }
  #pastRaw() {
    const ticks = /^`+/.exec(this.#rest())![0]
    this.#at += ticks.length
    if (ticks.length !== 2) this.#past(ticks)
  }
  #pastString() {
    this.#at += 1
    while (this.#at < this.#source.length && !this.#starts('"')) this.#at += this.#starts('\\') ? 2 : 1
    this.#at += 1
  }

  /** Words (markup) up to `]`, or to the end of the source. */
  words(within: boolean) {
    while (this.#at < this.#source.length) {
      if (this.#pastQuiet(true)) continue
      const sign = this.#source[this.#at]!
      this.#at += sign === '\\' ? 2 : 1
      if (sign === '#') this.#embedded()
      else if (sign === '[') this.words(true)
      else if (sign === ']' && within) return
    }
  }

  /** Code up to the sign that closes it. */
  #code(closing: string) {
    while (this.#at < this.#source.length) {
      if (this.#pastQuiet(false)) continue
      const sign = this.#source[this.#at]!
      this.#at += 1
      if (sign === closing) return
      if (sign === '[') this.words(true)
      else if (sign === '(' || sign === '{') this.#code(CLOSING[sign]!)
    }
  }

  /** A statement to the end of its line, of its words, or its own semicolon. */
  #statement() {
    while (this.#at < this.#source.length && !/[\n;\]]/.test(this.#source[this.#at]!)) this.#step()
    if (this.#starts(';')) this.#at += 1
  }
  #step() {
    if (this.#pastQuiet(false)) return
    const sign = this.#source[this.#at]!
    this.#at += 1
    if (sign === '[') this.words(true)
    else if (sign === '(' || sign === '{') this.#code(CLOSING[sign]!)
  }

  /** What stands after `#` in words. */
  #embedded() {
    if (STATEMENT.test(this.#rest())) return this.#statement()
    if (BLOCK.test(this.#rest())) this.#block()
    else if (!this.#value()) return
    if (this.#starts(';')) this.found.push(this.#source.slice(0, this.#at).split('\n').length)
  }

  /** `if … [..] else [..]`, `for … [..]`, `context …`: code up to its last block. */
  #block() {
    for (;;) {
      while (this.#at < this.#source.length && !/[[{]/.test(this.#source[this.#at]!)) this.#step()
      this.#step()
      const more = /^\s*else\b/.exec(this.#rest())
      if (!more) return
      this.#at += more[0].length
    }
  }

  /** A name with its fields and calls, a number, a text, a group; false when nothing of it begins here. */
  #value(): boolean {
    const name = NAME.exec(this.#rest())
    if (name) this.#at += name[0].length
    else if (this.#starts('"')) this.#pastString()
    else if (/^[({[]/.test(this.#rest())) this.#step()
    else return false
    for (;;) {
      const field = /^\.[\p{L}_][\p{L}\p{N}_-]*/u.exec(this.#rest())
      if (field) this.#at += field[0].length
      else if (this.#starts('(') || this.#starts('[')) this.#step()
      else return true
    }
  }
}

/** The lines of a template on which a semicolon would not be printed. */
export function swallowedSemicolons(source: string): number[] {
  const reading = new Reading(source)
  reading.words(false)
  return reading.found
}
