import { Worker } from 'node:worker_threads'
import type { Report, VerifyOptions } from '#server/signatures/index.ts'
import { Slices } from './slices.ts'
import { Turns } from './turns.ts'

export type ToCheck = {
  path: string
  /** Roots that are trusted, DER. */
  anchors: readonly Uint8Array[]
  now: Date
  extra?: { ocsps: readonly Uint8Array[]; crls: readonly Uint8Array[]; certificates: readonly Uint8Array[] }
}
export type CheckedFile = Report & { kind: 'pdf' | 'xml' }
export type { VerifyOptions }

const LIMIT_MS = 20_000
const MOST_AT_ONCE = 2
const MEGABYTES = 384

const TOO_MUCH: CheckedFile = {
  ...{ kind: 'pdf', verdict: 'UNKNOWN', pages: null, signatures: [] },
  fault: 'Tệp quá lớn hoặc quá rối để kiểm tra trong giới hạn.',
}

/** What a thread says of the file it was given. */
export type ThreadAnswer = { checked: CheckedFile } | { failed: string }

const IDLE_MS = 5_000
const turns = new Turns(MOST_AT_ONCE)
const slices = new Slices()
/** Threads that wait for a file: starting one costs more than checking a paper. They end by themselves when nothing comes. */
const idle: { worker: Worker; ends: NodeJS.Timeout; end: () => void }[] = []

/**
 * Checks the signatures of a file (PDF or XML message) in a thread of its own, so that a hostile file neither holds up the house nor hangs:
 * after twenty seconds, or beyond its memory, the thread is ended and the answer is UNKNOWN. Two at once; others wait their turn, fair
 * between the networks they come from, and a network whose files were stopped by the limit gets less time for the next.
 */
export const checkFile = (toCheck: ToCheck, limitMs = LIMIT_MS, network = ''): Promise<CheckedFile> =>
  turns.take(network, () =>
    inThread(toCheck, slices.limit(network, limitMs, Date.now()), () => slices.noteStopped(network, Date.now())),
  )

function takeThread(): Worker {
  const kept = idle.pop()
  if (!kept)
    return new Worker(new URL('./check-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES, maxYoungGenerationSizeMb: 32 },
    })
  clearTimeout(kept.ends)
  kept.worker.off('error', kept.end).ref()
  return kept.worker
}

function keepThread(worker: Worker) {
  worker.unref()
  const kept = { worker, end, ends: setTimeout(end, IDLE_MS) }
  function end() {
    idle.splice(idle.indexOf(kept), 1)
    void worker.terminate()
  }
  kept.ends.unref()
  worker.on('error', end)
  idle.push(kept)
}

function inThread(toCheck: ToCheck, limitMs: number, noteStopped: () => void): Promise<CheckedFile> {
  return new Promise((resolve, reject) => {
    const worker = takeThread()
    const stopped = () => {
      noteStopped()
      resolve(TOO_MUCH)
    }
    const timer = setTimeout(() => end(stopped), limitMs)
    const over = () => {
      clearTimeout(timer)
      worker.off('message', answered).off('error', broke)
    }
    const end = (answer: () => void) => {
      over()
      worker.on('error', () => undefined)
      void worker.terminate()
      answer()
    }
    const answered = (said: ThreadAnswer) => {
      over()
      keepThread(worker)
      if ('checked' in said) resolve(said.checked)
      else reject(new Error(said.failed))
    }
    const broke = (error: NodeJS.ErrnoException) =>
      end(() => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? stopped() : reject(error)))
    worker.on('message', answered).on('error', broke)
    worker.postMessage(toCheck, [])
  })
}
