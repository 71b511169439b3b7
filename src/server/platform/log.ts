import type { Settings } from './settings.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
type Level = (typeof LEVELS)[number]
let lowest = 1

/** Sets the least level that is written. */
export const setLogLevel = (level: Settings['logLevel']) => void (lowest = LEVELS.indexOf(level))

/** One JSON line on stderr. `facts` hold ids, numbers and durations, never personal data. */
export function log(level: Level, event: string, facts: Record<string, unknown> = {}) {
  if (LEVELS.indexOf(level) < lowest) return
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`)
}

/** What of an error may be logged: its kind, code and place, and its message only when the database did not write it. */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code } = error as { code?: unknown }
  const stack = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join('\n')
  const ofDatabase = 'severity' in error
  return { error: error.name, code, message: ofDatabase ? undefined : error.message, stack }
}
