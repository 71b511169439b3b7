import { Worker } from 'node:worker_threads'
import type { Report, VerifyOptions } from '#server/signatures/index.ts'

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

let running = 0
const waiting: (() => void)[] = []

/**
 * Checks the signatures of a file (PDF or XML message) in a thread of its own, so that a hostile file neither holds up the house nor hangs:
 * after twenty seconds, or beyond its memory, the thread is ended and the answer is UNKNOWN. Two at once; others wait their turn.
 */
export async function checkFile(toCheck: ToCheck, limitMs = LIMIT_MS): Promise<CheckedFile> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => void waiting.push(resolve))
  else running += 1
  try {
    return await inThread(toCheck, limitMs)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

function inThread(toCheck: ToCheck, limitMs: number): Promise<CheckedFile> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), {
      workerData: toCheck,
      resourceLimits: { maxOldGenerationSizeMb: MEGABYTES, maxYoungGenerationSizeMb: 32 },
    })
    const answer = (checked: CheckedFile) => {
      clearTimeout(timer)
      resolve(checked)
      void worker.terminate()
    }
    const timer = setTimeout(() => answer(TOO_MUCH), limitMs)
    worker.once('message', answer)
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return answer(TOO_MUCH)
      clearTimeout(timer)
      reject(error)
    })
  })
}
