type Waiting = { network: string; begin: () => void }

/**
 * Turns at a bounded number of places, fair between networks: one network holds one place less than there are, and those that wait are taken
 * network by network, so that many files of one sender do not hold up the only file of another.
 */
export class Turns {
  readonly #places: number
  readonly #held = new Map<string, number>()
  readonly #waiting: Waiting[] = []
  /** Networks in the order of their last turn, the longest ago first. */
  readonly #served: string[] = []
  #running = 0
  constructor(places: number) {
    this.#places = places
  }

  async take<T>(network: string, work: () => Promise<T>): Promise<T> {
    if (this.#mayBegin(network) && !this.#waiting.some((each) => this.#mayBegin(each.network))) this.#begin(network)
    else await new Promise<void>((resolve) => void this.#waiting.push({ network, begin: resolve }))
    try {
      return await work()
    } finally {
      this.#end(network)
    }
  }

  #mayBegin(network: string): boolean {
    return this.#running < this.#places && (this.#held.get(network) ?? 0) < Math.max(1, this.#places - 1)
  }

  #begin(network: string) {
    this.#running += 1
    this.#held.set(network, (this.#held.get(network) ?? 0) + 1)
    const known = this.#served.indexOf(network)
    if (known >= 0) this.#served.splice(known, 1)
    this.#served.push(network)
  }

  #end(network: string) {
    this.#running -= 1
    const left = (this.#held.get(network) ?? 1) - 1
    if (left > 0) this.#held.set(network, left)
    else this.#held.delete(network)
    for (let next = this.#next(); next; next = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      this.#begin(next.network)
      next.begin()
    }
    if (this.#waiting.length === 0 && this.#running === 0) this.#served.length = 0
  }

  /** The first that waits of the network that had no turn for the longest. */
  #next(): Waiting | undefined {
    const able = this.#waiting.filter((each) => this.#mayBegin(each.network))
    return able.toSorted((a, b) => this.#served.indexOf(a.network) - this.#served.indexOf(b.network))[0]
  }
}
