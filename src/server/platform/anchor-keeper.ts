import { sql } from 'kysely'
import { AnchorBook, type AnchorLine } from './anchor-book.ts'
import { anchorFolder, readAnchorsIn, signedAnchor } from './anchors.ts'
import type { Db } from './call.ts'
import { errorFacts, log } from './log.ts'
import { findAuditHeads, findLastAnchor, recordAnchorFailure, recordAnchorWritten } from './anchor-queries.ts'

const LOST = 'Anchors that were written before are gone from this place: see "npm run audit:verify"'

/**
 * Writes down the heads of the audit chains that moved since the last anchor, in the data folder and, where one is set, in a second place
 * (another disk, a mounted share). A chain that is later cut together with its head no longer fits what stands there.
 *
 * Each place is read once, then appended to. The second place follows the first line by line: what it missed, because it could not be
 * written or the program was killed between the two, is added the next minute. A failure is kept for the administrator and /metrics.
 */
export class AnchorKeeper {
  readonly #first: AnchorBook
  readonly #second: AnchorBook | undefined
  /** What the second place lacks, and the anchor before that. */
  #missing: AnchorLine[] = []
  #before = ''

  constructor(dataDir: string, second: string | undefined) {
    this.#first = new AnchorBook(anchorFolder(dataDir))
    this.#second = second === undefined ? undefined : new AnchorBook(second)
  }

  /** Runs each minute; answers how many chains had moved. One worker at a time: another one that finds it at work leaves it to it. */
  async write(db: Db, now: Date): Promise<number> {
    return db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(4155003) as mine`.execute(
        transaction,
      )
      if (!rows[0]!.mine) return 0
      const moved = await this.#at(db, this.#first, now, () => this.#writeFirst(db, now))
      if (this.#second) await this.#at(db, this.#second, now, () => this.#writeSecond(this.#second!))
      return moved ?? 0
    })
  }

  async #at<T>(db: Db, book: AnchorBook, now: Date, work: () => Promise<T>): Promise<T | undefined> {
    const place = book === this.#first ? 'data' : 'second'
    try {
      const answer = await work()
      const before = await findLastAnchor(db, place)
      const lost = before && before !== book.last && !readAnchorsIn(book.folder).some((each) => each.hash === before)
      if (lost) await recordAnchorFailure(db, place, now, LOST)
      else await recordAnchorWritten(db, place, now, book.last || null)
      return answer
    } catch (error) {
      log('error', 'anchors not written', { place, ...errorFacts(error) })
      await recordAnchorFailure(db, place, now, error instanceof Error ? error.message : 'error')
      return undefined
    }
  }

  async #takeUp() {
    const { lines, anew } = await this.#first.catchUp()
    if (!this.#second) return
    if (anew) [this.#missing, this.#before] = [[], '']
    this.#missing.push(...lines)
  }

  async #writeFirst(db: Db, now: Date): Promise<number> {
    await this.#takeUp()
    const known = this.#first.heads
    const moved = (await findAuditHeads(db)).filter((row) => row.seq !== (known.get(row.id) ?? 0))
    if (moved.length === 0) return 0
    const anchor = signedAnchor(now, moved, this.#first.last)
    await this.#first.append([{ file: `${anchor.at.slice(0, 7)}.jsonl`, text: JSON.stringify(anchor) }])
    await this.#takeUp()
    return moved.length
  }

  async #writeSecond(second: AnchorBook) {
    await second.catchUp()
    const at = this.#missing.findIndex((line) => line.anchor.hash === second.last)
    if (at < 0 && second.last !== this.#before)
      throw new Error('The second place holds anchors that the data folder does not: see "npm run audit:verify"')
    const lines = this.#missing.slice(at + 1)
    if (lines.length > 0) await second.append(lines)
    await second.catchUp()
    this.#before = second.last
    this.#missing = []
  }
}
