import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Order } from './orders.ts'

/**
 * Setters: child processes that set papers. Typst leaks about half a megabyte a document, so a child is replaced after 300 documents or at
 * 400 MB; one that is silent for twenty seconds is killed and its paper set once more by another. Children end when nothing came for a minute.
 *
 * Trials (xem thử) of a template being written have a child of their own, less patience and no second try: one that never ends stops
 * no paper and no other than the next trial.
 */
const MOST_CHILDREN = 2
const MOST_DOCUMENTS = 300
const MOST_BYTES = 400 * 1024 * 1024
const SILENT_MS = 20_000
const IDLE_MS = 60_000

type Waiting = {
  order: Order
  resolve: (answer: Answer) => void
  reject: (error: Error) => void
  tries: number
  /** Set for a trial: how long it may take. */
  patience?: number | undefined
}
type Child = { process: ChildProcess; busy: Waiting | null; done: number; trial: boolean; timer?: NodeJS.Timeout }

/** A trial took longer than it may and was killed. */
export class TrialEndless extends Error {}

const queue: Waiting[] = []
const children = new Set<Child>()
let nextId = 1

function startChild(trial: boolean): Child {
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
    trial,
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
  if (busy?.patience !== undefined) busy.reject(new TrialEndless('a trial was killed'))
  else if (busy && busy.tries < 2) queue.unshift(busy)
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

function give(child: Child, waiting: Waiting) {
  waiting.tries += 1
  clearTimeout(child.timer)
  child.busy = waiting
  child.process.channel?.ref()
  child.timer = setTimeout(() => lost(child), waiting.patience ?? SILENT_MS)
  child.process.send(waiting.order)
}

/** A child that may take this one now, started when there may be one more; trials and papers each have their own. */
function childFor(waiting: Waiting): Child | undefined {
  const trial = waiting.patience !== undefined
  const kin = [...children].filter((child) => child.trial === trial)
  return kin.find((child) => !child.busy) ?? (kin.length < (trial ? 1 : MOST_CHILDREN) ? startChild(trial) : undefined)
}

function turn() {
  for (const waiting of [...queue]) {
    const child = childFor(waiting)
    if (!child) continue
    queue.splice(queue.indexOf(waiting), 1)
    give(child, waiting)
  }
}

/** Has a paper set by the next free setter, in the order of asking; `patience` makes it a trial. @throws TrialEndless. */
export function order(wish: Omit<Order, 'id'>, patience?: number): Promise<Answer> {
  const id = nextId
  nextId += 1
  return new Promise((resolve, reject) => {
    queue.push({ order: { ...wish, id }, resolve, reject, tries: 0, patience })
    turn()
  })
}

/** Ends the setters; what waits is rejected. */
export function stopSetters() {
  for (const waiting of queue.splice(0)) waiting.reject(new Error('the program stops'))
  for (const child of [...children]) retire(child)
}
