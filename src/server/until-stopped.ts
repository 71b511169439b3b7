import { setTimeout as wait } from 'node:timers/promises'
import { answerFault, inHand } from './platform/in-hand.ts'
import { errorFacts, log, setLogLevel } from './platform/log.ts'
import { readSettings, type Settings } from './platform/settings.ts'

/** A program that ended by a fault; its parent starts it again (see `src/supervise.mjs`). */
const FAULT = 70
/** What is in flight when a fault has happened may finish for so long. */
const FINISH_MS = 2000
/** Everything closes within five seconds; the house itself, opened first, has the last one. */
const STOP_MS = 4800
const HOUSE_MS = 1200

type Close = () => Promise<unknown>
export type OnStop = (close: Close, at?: { fault: 'finish' }) => void

/**
 * Runs a program until SIGINT or SIGTERM, or until the parent that watches it is gone, then closes what it opened, last opened first, within
 * five seconds. A fault at the start is told in its own sentence with exit code 1.
 *
 * An exception that nothing caught is logged with the request it came from; that request is answered with a fault, what else is in flight
 * finishes (what was opened with `fault: 'finish'`), and the program ends: its parent starts it again, and finds PostgreSQL where it was.
 */
export async function untilStopped(open: (settings: Settings, onStop: OnStop) => Promise<void>) {
  const opened: Close[] = []
  const finishing: Close[] = []
  let stopping = false
  let ending = false
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(code || 1), STOP_MS).unref()
    const until = performance.now() + STOP_MS
    const failed = (error: unknown) => log('error', 'stopping failed', errorFacts(error))
    for (const [at, close] of opened.entries().toArray().toReversed()) {
      const left = Math.max(200, until - performance.now() - (at === 0 ? 0 : HOUSE_MS))
      await Promise.race([close().catch(failed), wait(left)])
    }
    process.exit(code)
  }
  const fault = async (error: unknown) => {
    log('error', 'uncaught exception', { ...inHand(), ...errorFacts(error) })
    if (stopping || ending) return
    ending = true
    answerFault()
    const finished = Promise.allSettled(finishing.map((close) => close()))
    await Promise.race([finished, wait(FINISH_MS)])
    // Without a parent nobody would find PostgreSQL again: the house is closed.
    if (!process.connected) await stop(FAULT)
    process.exit(FAULT)
  }
  process.on('SIGINT', () => void stop(0))
  process.on('SIGTERM', () => void stop(0))
  process.on('disconnect', () => void stop(0))
  process.on('uncaughtException', (error) => void fault(error))
  process.on('unhandledRejection', (error) =>
    log('error', 'unhandled rejection', { ...inHand(), ...errorFacts(error) }),
  )
  try {
    const settings = readSettings()
    setLogLevel(settings.logLevel)
    await open(settings, (close, at) => {
      opened.push(close)
      if (at) finishing.push(close)
    })
    process.send?.('ready')
  } catch (error) {
    if (!stopping) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    await stop(1)
  }
}
