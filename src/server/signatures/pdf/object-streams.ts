import { FormatFault } from '../format-fault.ts'
import type { Budget } from './budget.ts'
import { numberOf, type PdfObject, Ref, Stream } from './objects.ts'
import { Parser } from './parse.ts'
import type { Source } from './source.ts'
import { unpacked } from './streams.ts'
import { type Entry, indirectAt, parseAt } from './xref.ts'

type ObjectStream = { numbers: readonly number[]; offsets: readonly number[]; bytes: Uint8Array }
/** What is asked of the file around: its bytes, its entries, its budget. */
export type Around = { source: Source; budget: Budget; entry: (num: number) => Entry | undefined }

/** The generation of an object that stands somewhere; what lies in an object stream has 0 (7.5.7). */
export const generationOf = (entry: Entry | undefined) =>
  entry?.kind === 'at' ? entry.gen : entry?.kind === 'in' ? 0 : undefined

/**
 * Objects that lie in object streams (7.5.7), and the lengths of streams. Nothing here waits for an object of the file: the dictionary of an
 * object stream says its numbers directly or by objects that stand by themselves, so that no stream can need itself to be read.
 */
export class ObjectStreams {
  readonly #around: Around
  readonly #known = new Map<number, Promise<ObjectStream>>()
  constructor(around: Around) {
    this.#around = around
  }

  /** The object of a number as the nth of an object stream; null where another one stands there. */
  async object(num: number, { stream, index }: Entry & { kind: 'in' }): Promise<PdfObject> {
    const { numbers, offsets, bytes } = await this.#stream(stream)
    if (numbers[index] !== num) return null
    const offset = offsets[index]!
    const parser = new Parser(bytes, offset)
    const value = parser.object()
    this.#around.budget.takeParsed(parser.at - offset)
    return value
  }

  /** The length of a stream: a number, or an object that is one. */
  async length(value: PdfObject | undefined): Promise<number | undefined> {
    if (!(value instanceof Ref)) return numberOf(value)
    const entry = this.#around.entry(value.num)
    if (entry?.kind !== 'in') return this.#plain(value)
    return value.gen === 0 ? numberOf(await this.object(value.num, entry)) : undefined
  }

  /** A number said directly, or by an object that stands by itself and is nothing but a number. */
  async #plain(value: PdfObject | undefined): Promise<number | undefined> {
    if (!(value instanceof Ref)) return numberOf(value)
    const { source, budget, entry } = this.#around
    const found = entry(value.num)
    if (found?.kind !== 'at' || found.gen !== value.gen) return undefined
    budget.takeStep()
    return parseAt(source, found.offset, (parser) => {
      const [num, gen, isObject] = [parser.integer(), parser.integer(), parser.keyword('obj')]
      return num === value.num && gen === value.gen && isObject ? numberOf(parser.object()) : undefined
    })
  }

  #stream(num: number): Promise<ObjectStream> {
    let known = this.#known.get(num)
    if (!known) {
      known = this.#read(num)
      this.#known.set(num, known)
    }
    return known
  }

  async #read(num: number): Promise<ObjectStream> {
    const { source, budget, entry } = this.#around
    const where = entry(num)
    if (where?.kind !== 'at')
      throw new FormatFault('pdf.objstm', 'no object stream stands here, or it is inside another')
    const found = await indirectAt(source, where.offset, (length) => this.#plain(length))
    const stream = found.value
    if (found.num !== num || found.gen !== where.gen || where.gen !== 0 || !(stream instanceof Stream))
      throw new FormatFault('pdf.objstm', 'no object stream stands here')
    const bytes = unpacked(stream)
    budget.takeUnpacked(bytes.length)
    const count = (await this.#plain(stream.dict.get('N'))) ?? 0
    const first = (await this.#plain(stream.dict.get('First'))) ?? 0
    if (count < 0 || count > 1_000_000 || first < 0)
      throw new FormatFault('pdf.objstm', 'the head of an object stream is wrong')
    const head = new Parser(bytes)
    const [numbers, offsets]: [number[], number[]] = [[], []]
    const seen = new Set<number>()
    for (let at = 0; at < count; at += 1) {
      const [own, offset] = [head.integer(), first + head.integer()]
      if (seen.has(own)) throw new FormatFault('pdf.objstm', 'an object stands twice in an object stream')
      seen.add(own)
      numbers.push(own)
      offsets.push(offset)
    }
    return { numbers, offsets, bytes }
  }
}
