import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Refusal } from '#server/platform/refusal.ts'
import type { Answer, Order } from './orders.ts'

/**
 * How many children, and when one is replaced: after so many documents, above so much memory; killed when silent so long or above `mostBytes` while at
 * work, ended when idle so long.
 */
export type Limits = {
  children: number
  documents: number
  bytes: number
  mostBytes: number
  silentMs: number
  idleMs: number
  tries: number
  /** Papers that may wait for a child. */
  waiting: number
}
/**
 * The child has no way out: what would fetch a package goes through a proxy that nobody listens at, and finds no package where it looks first.
 * Nothing else of the program's surroundings is given on.
 */
const NOWHERE = 'http://127.0.0.1:9'
const NO_PACKAGES = '/nonexistent/dinh-packages'
const NO_NETWORK = {
  PATH: process.env.PATH ?? '',
  ...{ http_proxy: NOWHERE, https_proxy: NOWHERE, all_proxy: NOWHERE, no_proxy: '' },
  ...{ HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, ALL_PROXY: NOWHERE, NO_PROXY: '' },
  ...{ HOME: NO_PACKAGES, XDG_DATA_HOME: NO_PACKAGES, XDG_CACHE_HOME: NO_PACKAGES },
  ...{ TYPST_PACKAGE_PATH: NO_PACKAGES, TYPST_PACKAGE_CACHE_PATH: NO_PACKAGES },
}
/** How often the memory of a child at work is looked at. */
const LOOK_MS = 50

/** Resident bytes of a process, where the system tells them. */
export function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096
  } catch {
    return 0
  }
}

/** Typst leaks about half a megabyte a document. */
const LIMITS: Limits = {
  ...{ children: 2, documents: 300, bytes: 400 * 1024 * 1024, mostBytes: 640 * 1024 * 1024 },
  ...{ silentMs: 20_000, idleMs: 60_000, tries: 2, waiting: 200 },
}

type Waiting = { order: Order; resolve: (answer: Answer) => void; reject: (error: Error) => void; tries: number }
type Child = {
  process: ChildProcess
  busy: Waiting | null
  done: number
  timer?: NodeJS.Timeout
  watch?: NodeJS.Timeout
}

/**
 * Setters: child processes that set papers, in the order of asking. One that dies or is silent too long is replaced, and its paper set once more
 * by another; a paper that ends two children is refused (one that takes too much time or memory: as endless), so that one bad template never stops the others.
 */
export class Setters {
  readonly #limits: Limits
  readonly #queue: Waiting[] = []
  readonly #children = new Set<Child>()
  #nextId = 1
  /** Children started since the beginning, for the figures. */
  started = 0

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits }
  }

  /** Process numbers of the children that live, for the figures and tests. */
  get pids() {
    return [...this.#children].map((child) => child.process.pid!)
  }

  /** Has a paper set by the next free child. An answer with `late` says that it took too long every time. @throws Refusal `platform.busy`. */
  async order(wish: Omit<Order, 'id'>): Promise<Answer> {
    if (this.#queue.length >= this.#limits.waiting) throw new Refusal('platform.busy')
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve, reject) => {
      this.#queue.push({ order: { ...wish, id }, resolve, reject, tries: 0 })
      this.#turn()
    })
  }

  /** Ends the children; what waits is rejected. */
  stop() {
    for (const waiting of this.#queue.splice(0)) waiting.reject(new Error('the program stops'))
    for (const child of [...this.#children]) this.#retire(child)
  }

  #start(): Child {
    const path = fileURLToPath(new URL('typst-child.ts', import.meta.url))
    // The child needs nothing of the program's settings, and its signals come through the channel alone.
    const child: Child = {
      process: fork(path, {
        serialization: 'advanced',
        execArgv: [],
        env: NO_NETWORK,
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }),
      busy: null,
      done: 0,
    }
    this.started += 1
    this.#children.add(child)
    child.process.on('message', (answer: Answer) => this.#finished(child, answer))
    child.process.on('error', () => this.#lost(child, false))
    child.process.on('exit', () => this.#lost(child, false))
    child.process.unref()
    child.process.channel?.unref()
    return child
  }

  #lost(child: Child, late: boolean) {
    if (!this.#children.delete(child)) return
    clearTimeout(child.timer)
    clearInterval(child.watch)
    child.process.removeAllListeners()
    child.process.on('error', () => {})
    child.process.kill('SIGKILL')
    const { busy } = child
    if (busy && busy.tries < this.#limits.tries) this.#queue.unshift(busy)
    else if (busy && late) busy.resolve({ id: busy.order.id, late: true })
    else if (busy) busy.reject(new Error('the paper could not be set: its setter ended twice'))
    this.#turn()
  }

  #finished(child: Child, answer: Answer) {
    const { busy } = child
    if (!busy || busy.order.id !== answer.id) return
    clearTimeout(child.timer)
    clearInterval(child.watch)
    child.busy = null
    child.done += 1
    busy.resolve(answer)
    if (child.done >= this.#limits.documents || (answer.rss ?? 0) > this.#limits.bytes) this.#retire(child)
    else this.#rest(child)
    this.#turn()
  }

  #retire(child: Child) {
    clearTimeout(child.timer)
    this.#children.delete(child)
    child.process.removeAllListeners()
    child.process.on('error', () => {})
    if (child.process.connected) child.process.disconnect()
  }

  #rest(child: Child) {
    child.process.channel?.unref()
    child.timer = setTimeout(() => this.#retire(child), this.#limits.idleMs)
    child.timer.unref()
  }

  #turn() {
    while (this.#queue.length > 0) {
      let free = [...this.#children].find((child) => !child.busy)
      if (!free && this.#children.size < this.#limits.children) free = this.#start()
      if (!free) return
      const child = free
      const waiting = this.#queue.shift()!
      waiting.tries += 1
      clearTimeout(child.timer)
      child.busy = waiting
      child.process.channel?.ref()
      child.timer = setTimeout(() => this.#lost(child, true), this.#limits.silentMs)
      // One that swells is taken for one that never ends: it would, and take the others with it.
      child.watch = setInterval(() => {
        if (residentBytes(child.process.pid!) > this.#limits.mostBytes) this.#lost(child, true)
      }, LOOK_MS)
      child.process.send(waiting.order)
    }
  }
}

const house = new Setters()
/** Has a paper set by the setters of this program. */
export const order = (wish: Omit<Order, 'id'>) => house.order(wish)

/**
 * Trials (xem thử) of a template being written have a child of their own, less patience and no second try: one that never ends stops no
 * paper and no other than the next trial. Times include the child's start.
 */
export const trials = new Setters({ waiting: 10, children: 1, silentMs: 15_000, tries: 1 })

/** Ends them; what waits is rejected. */
export const stopSetters = () => {
  house.stop()
  trials.stop()
}
