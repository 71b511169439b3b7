import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Order } from './orders.ts'

/**
 * Setters: child processes that set papers. Typst leaks about half a megabyte a document, so a child is replaced after 300 documents or at
 * 400 MB; one that is silent for twenty seconds is killed and its paper set once more by another. Children end when nothing came for a minute.
 */
const MOST_CHILDREN = 2
const MOST_DOCUMENTS = 300
const MOST_BYTES = 400 * 1024 * 1024
const SILENT_MS = 20_000
const IDLE_MS = 60_000

type Waiting = { order: Order; resolve: (answer: Answer) => void; reject: (error: Error) => void; tries: number }
type Child = { process: ChildProcess; busy: Waiting | null; done: number; timer?: NodeJS.Timeout }

const queue: Waiting[] = []
const children = new Set<Child>()
let nextId = 1

function startChild(): Child {
  const path = fileURLToPath(new URL('typst-child.ts', import.meta.url))
  // The child needs nothing of the program's settings, and its signals come through the channel alone.
  const child: Child = {
    process: fork(path, {
      serialization: 'advanced',
      execArgv: [],
      env: { PATH: process.env.PATH ?? '' },
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
    busy: null,
    done: 0,
  }
  children.add(child)
  child.process.on('message', (answer: Answer) => finished(child, answer))
  child.process.on('error', () => lost(child))
  child.process.on('exit', () => lost(child))
  child.process.unref()
  child.process.channel?.unref()
  return child
}

function lost(child: Child) {
  if (!children.delete(child)) return
  clearTimeout(child.timer)
  child.process.removeAllListeners()
  child.process.kill('SIGKILL')
  const { busy } = child
  if (busy && busy.tries < 2) queue.unshift(busy)
  else if (busy) busy.reject(new Error('the paper could not be set: its setter ended twice'))
  turn()
}

function finished(child: Child, answer: Answer) {
  const { busy } = child
  if (!busy || busy.order.id !== answer.id) return
  clearTimeout(child.timer)
  child.busy = null
  child.done += 1
  busy.resolve(answer)
  if (child.done >= MOST_DOCUMENTS || (answer.rss ?? 0) > MOST_BYTES) retire(child)
  else rest(child)
  turn()
}

function retire(child: Child) {
  clearTimeout(child.timer)
  children.delete(child)
  child.process.removeAllListeners()
  if (child.process.connected) child.process.disconnect()
}

function rest(child: Child) {
  child.process.channel?.unref()
  child.timer = setTimeout(() => retire(child), IDLE_MS)
  child.timer.unref()
}

function turn() {
  while (queue.length > 0) {
    let free = [...children].find((child) => !child.busy)
    if (!free && children.size < MOST_CHILDREN) free = startChild()
    if (!free) return
    const waiting = queue.shift()!
    waiting.tries += 1
    clearTimeout(free.timer)
    free.busy = waiting
    free.process.channel?.ref()
    const child = free
    free.timer = setTimeout(() => lost(child), SILENT_MS)
    free.process.send(waiting.order)
  }
}

/** Has a paper set by the next free setter, in the order of asking. */
export function order(wish: Omit<Order, 'id'>): Promise<Answer> {
  const id = nextId
  nextId += 1
  return new Promise((resolve, reject) => {
    queue.push({ order: { ...wish, id }, resolve, reject, tries: 0 })
    turn()
  })
}

/** Ends the setters; what waits is rejected. */
export function stopSetters() {
  for (const waiting of queue.splice(0)) waiting.reject(new Error('the program stops'))
  for (const child of [...children]) retire(child)
}
