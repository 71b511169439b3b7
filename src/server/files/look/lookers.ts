import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Refusal } from '#server/platform/refusal.ts'
import { refusedAs, type Seen } from './seen.ts'

export type Order = { id: number; path: string; scanned: boolean }
export type Answer = { id: number; seen?: Seen; broke?: string; rss?: number }
/** How many children; how long one look may take and how much memory; when one is replaced or ended; how many may wait. */
export type Limits = {
  children: number
  files: number
  lookMs: number
  bytes: number
  restBytes: number
  idleMs: number
  waiting: number
}
const LIMITS: Limits = {
  ...{ children: 2, files: 200, lookMs: 20_000, bytes: 900 * 1024 * 1024 },
  ...{ restBytes: 350 * 1024 * 1024, idleMs: 60_000, waiting: 40 },
}
const WATCH_MS = 150

type Waiting = { order: Order; resolve: (answer: Answer | undefined) => void }
type Child = {
  process: ChildProcess
  busy: Waiting | null
  done: number
  timer?: NodeJS.Timeout
  watch?: NodeJS.Timeout
}

/** Child processes that look at files, in the order of asking, each look bounded in time and memory; a child that passes a bound is ended. */
export class Lookers {
  readonly #limits: Limits
  readonly #queue: Waiting[] = []
  readonly #children = new Set<Child>()
  #nextId = 1

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits }
  }

  /** Process numbers of the children that live, for tests. */
  get pids() {
    return [...this.#children].map((child) => child.process.pid!)
  }

  /**
   * What is seen in the file of this path; one whose look passes the bounds, or ends the child, is `too-heavy`.
   * @throws Refusal `files.busy` when too many wait.
   */
  async look(path: string, scanned: boolean): Promise<Seen> {
    if (this.#queue.length >= this.#limits.waiting) throw new Refusal('files.busy')
    const order = { id: this.#nextId++, path, scanned }
    const answer = await new Promise<Answer | undefined>((resolve) => {
      this.#queue.push({ order, resolve })
      this.#turn()
    })
    return answer?.seen ?? refusedAs(answer ? 'damaged' : 'too-heavy')
  }

  /** Ends the children. */
  stop() {
    for (const waiting of this.#queue.splice(0)) waiting.resolve(undefined)
    for (const child of [...this.#children]) this.#end(child)
  }

  #start(): Child {
    // The child needs nothing of the program's settings, and its signals come through the channel alone.
    const env: NodeJS.ProcessEnv = { PATH: process.env.PATH ?? '' }
    if (process.env.LIBHEIF_JS) env.LIBHEIF_JS = process.env.LIBHEIF_JS
    const child: Child = {
      process: fork(fileURLToPath(new URL('look-child.ts', import.meta.url)), {
        serialization: 'advanced',
        execArgv: ['--max-old-space-size=256'],
        env,
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }),
      busy: null,
      done: 0,
    }
    this.#children.add(child)
    child.process.on('message', (answer: Answer) => this.#answered(child, answer))
    child.process.on('error', () => this.#end(child))
    child.process.on('exit', () => this.#end(child))
    child.process.unref()
    child.process.channel?.unref()
    return child
  }

  #answered(child: Child, answer: Answer) {
    if (child.busy?.order.id !== answer.id) return
    const { busy } = child
    this.#rest(child)
    child.done += 1
    if (child.done >= this.#limits.files || (answer.rss ?? 0) > this.#limits.restBytes) this.#end(child)
    busy.resolve(answer)
    this.#turn()
  }

  #rest(child: Child) {
    clearTimeout(child.timer)
    clearInterval(child.watch)
    child.busy = null
    child.process.channel?.unref()
    child.timer = setTimeout(() => this.#end(child), this.#limits.idleMs)
    child.timer.unref()
  }

  #end(child: Child) {
    if (!this.#children.delete(child)) return
    clearTimeout(child.timer)
    clearInterval(child.watch)
    child.process.removeAllListeners()
    child.process.on('error', () => {})
    child.process.kill('SIGKILL')
    child.busy?.resolve(undefined)
    this.#turn()
  }

  #turn() {
    while (this.#queue.length > 0) {
      let free = [...this.#children].find((child) => !child.busy)
      if (!free && this.#children.size < this.#limits.children) free = this.#start()
      if (!free) return
      const child = free
      const waiting = this.#queue.shift()!
      clearTimeout(child.timer)
      child.busy = waiting
      child.process.channel?.ref()
      child.timer = setTimeout(() => this.#end(child), this.#limits.lookMs)
      child.watch = setInterval(() => void this.#watch(child), WATCH_MS)
      child.process.send(waiting.order)
    }
  }

  /** Ends a child that takes too much memory; where the system does not tell (no /proc), time is the only bound. */
  async #watch(child: Child) {
    const told = await readFile(`/proc/${child.process.pid}/statm`, 'utf8').catch(() => '')
    const pages = Number(told.split(' ')[1] ?? 0)
    if (child.busy && pages * 4096 > this.#limits.bytes) this.#end(child)
  }
}

const house = new Lookers()
/** Looks at one file by the children of this program. */
export const lookAtFile = (path: string, scanned: boolean) => house.look(path, scanned)
export const stopLookers = () => house.stop()
