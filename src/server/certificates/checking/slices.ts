/** How long a network that ran into the limit is remembered. */
const REMEMBERED_MS = 10 * 60_000
const MOST_NETWORKS = 10_000
const SHORTEST_MS = 1_000

/**
 * How long a file of a network may be checked: half as long after each file of that network that was stopped by the limit in the last ten
 * minutes, and never less than a second, in which an honest file is done. So networks that bring files which never end hold the places for
 * seconds, not for minutes, and whoever else comes is served between them. The house itself, without a network, always has the whole time.
 */
export class Slices {
  readonly #stopped = new Map<string, { count: number; at: number }>()

  limit(network: string, longestMs: number, now: number): number {
    const found = this.#stopped.get(network)
    if (network === '' || !found || found.at < now - REMEMBERED_MS) return longestMs
    return Math.min(longestMs, Math.max(SHORTEST_MS, longestMs / 2 ** found.count))
  }

  /** A file of this network was stopped by its limit. */
  noteStopped(network: string, now: number) {
    const found = this.#stopped.get(network)
    const count = found && found.at >= now - REMEMBERED_MS ? Math.min(found.count + 1, 30) : 1
    // Taken out and put in again: the map keeps the order, and the one longest ago is forgotten first.
    this.#stopped.delete(network)
    this.#stopped.set(network, { count, at: now })
    if (this.#stopped.size > MOST_NETWORKS) this.#stopped.delete(this.#stopped.keys().next().value!)
  }
}
