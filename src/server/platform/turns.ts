import { Refusal } from './refusal.ts'

/**
 * How many costly works of one kind may be asked for at once, in all and by one asker: whoever comes beyond is told to come later, and one
 * asker never takes the places of all others.
 */
export class Turns {
  readonly #most: number
  readonly #each: number
  readonly #of = new Map<string, number>()
  #all = 0

  constructor({ most, each }: { most: number; each: number }) {
    this.#most = most
    this.#each = each
  }

  /** @throws Refusal `platform.busy`. */
  async take<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const mine = this.#of.get(subject) ?? 0
    if (this.#all >= this.#most || mine >= this.#each) throw new Refusal('platform.busy')
    this.#all += 1
    this.#of.set(subject, mine + 1)
    try {
      return await work()
    } finally {
      this.#all -= 1
      const left = this.#of.get(subject)! - 1
      if (left > 0) this.#of.set(subject, left)
      else this.#of.delete(subject)
    }
  }
}
