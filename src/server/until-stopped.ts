import { errorFacts, log, setLogLevel } from './platform/log.ts'
import { readSettings, type Settings } from './platform/settings.ts'

/**
 * Runs a program until SIGINT or SIGTERM, then closes what it opened, last opened first, within five seconds. A fault at the start is
 * told in its own sentence with exit code 1.
 */
export async function untilStopped(
  open: (settings: Settings, onStop: (close: () => Promise<unknown>) => void) => Promise<void>,
) {
  const opened: (() => Promise<unknown>)[] = []
  let stopping = false
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(code || 1), 4800).unref()
    for (const close of opened.reverse())
      await close().catch((error: unknown) => log('error', 'stopping failed', errorFacts(error)))
    process.exit(code)
  }
  process.on('SIGINT', () => void stop(0))
  process.on('SIGTERM', () => void stop(0))
  process.on('unhandledRejection', (error) => log('error', 'unhandled rejection', errorFacts(error)))
  try {
    const settings = readSettings()
    setLogLevel(settings.logLevel)
    await open(settings, (close) => void opened.push(close))
  } catch (error) {
    if (!stopping) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    await stop(1)
  }
}
