import { FormatFault } from '../format-fault.ts'

/** How much work one file may cause, over all its revisions: what is beyond is a fault (`…too-large`, `…too-many`), not a wait. */
export class Budget {
  #unpacked: number
  #objects: number
  #parsed: number
  #steps: number
  constructor(most: { unpacked?: number; objects?: number; parsed?: number; steps?: number } = {}) {
    this.#unpacked = most.unpacked ?? 128 * 1024 * 1024
    this.#objects = most.objects ?? 3_000_000
    this.#parsed = most.parsed ?? 256 * 1024 * 1024
    this.#steps = most.steps ?? 20_000_000
  }
  /** References followed, new or known: what goes round in circles ends here, whatever it goes through. */
  takeStep() {
    this.#steps -= 1
    if (this.#steps < 0) throw new FormatFault('pdf.too-many-steps', 'too many references to follow')
  }

  /** Bytes that come out of packed streams. */
  takeUnpacked(bytes: number) {
    this.#unpacked -= bytes
    if (this.#unpacked < 0) throw new FormatFault('pdf.unpacked-too-large', 'the streams unpack to more than is let')
  }
  /** Entries of cross-reference sections and objects read. */
  takeObjects(count: number) {
    this.#objects -= count
    if (this.#objects < 0) throw new FormatFault('pdf.too-many-objects', 'too many objects')
  }
  /** Bytes read as objects. */
  takeParsed(bytes: number) {
    this.#parsed -= bytes
    if (this.#parsed < 0) throw new FormatFault('pdf.parsed-too-large', 'the objects are too long together')
  }
}
