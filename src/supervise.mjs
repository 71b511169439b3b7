/**
 * `npm start`, `npm run web`, `npm run worker`: a small parent that runs the program as its child, starts it again when it ends by a fault, and
 * ends with it. Plain JavaScript without imports of the house: types stripped at run time would cost 17 MB for as long as the house stands.
 *
 * - The child says over its channel when it is ready. A fault before that (a setting, a second program) is no crash: it ends with its own words.
 * - A crash is followed by a start at once; crashes within a minute of each other wait 1, 2, 4 … 30 seconds.
 * - SIGTERM and SIGINT go on to the child; so does the end of npm, which may swallow them. The child ends when this parent is gone.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Flags of node for each program: bounds of its memory. Without the accessor `__proto__`, see `platform/frozen.ts`. */
const MEMORY = { start: 448, web: 256, worker: 256 }
const QUICK_MS = 60_000
const LONGEST_MS = 30_000
/** A child closes within five seconds; then it is ended. */
const PATIENCE_MS = 7000

/**
 * How long to wait before the next start: nothing after the first crash, then twice as long each time while they come within a minute.
 * @param {number} quick crashes in a row, each within a minute of the one before
 */
export const waitAfter = (quick) => (quick <= 1 ? 0 : Math.min(LONGEST_MS, 1000 * 2 ** (quick - 2)))

/** @param {'info' | 'error'} level @param {string} event @param {Record<string, unknown>} facts */
const log = (level, event, facts) =>
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`)

/** @param {number} pid */
const statOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state = '', parent = '0'] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { alive: !'ZX'.includes(state), parent: Number(parent) }
  } catch {
    return undefined
  }
}

/** The programs above this one that belong to `npm start`: npm, and the shell it may have put between. */
function programsOfNpm() {
  if (!process.env.npm_lifecycle_event) return []
  const pids = []
  for (let pid = process.ppid; pid > 1 && pids.length < 3;) {
    pids.push(pid)
    const stat = statOf(pid)
    const isNpm = () => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('npm')
    if (!stat || isNpm()) break
    pid = stat.parent
  }
  return pids
}

/** @param {'start' | 'web' | 'worker'} name */
function supervise(name) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  let stopping = false
  let wasReady = false
  let quick = 0
  let lastCrash = 0

  const start = () => {
    child = spawn(
      process.execPath,
      [
        '--disable-proto=delete',
        `--max-old-space-size=${MEMORY[name]}`,
        '--max-semi-space-size=8',
        fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
      ],
      { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
    )
    child.on('message', (said) => {
      if (said === 'ready') wasReady = true
    })
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    })
    child.on('exit', ended)
  }

  /** @param {number | null} code @param {NodeJS.Signals | null} signal */
  const ended = (code, signal) => {
    if (stopping || code === 0 || !wasReady) process.exit(code ?? 1)
    const now = performance.now()
    quick = now - lastCrash < QUICK_MS && lastCrash > 0 ? quick + 1 : 1
    lastCrash = now
    const wait = waitAfter(quick)
    log('error', 'program ended by a fault', { program: name, code, signal, inARow: quick, startsAgainInMs: wait })
    setTimeout(() => !stopping && start(), wait)
  }

  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    if (stopping) return
    stopping = true
    if (!child || child.exitCode !== null || child.signalCode !== null) process.exit(0)
    child.kill(signal)
    setTimeout(() => child?.kill('SIGKILL'), PATIENCE_MS)
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGHUP', () => stop('SIGTERM'))
  const above = programsOfNpm()
  if (above.length > 0)
    setInterval(() => {
      if (above.some((pid) => !statOf(pid)?.alive)) stop('SIGTERM')
    }, 500).unref()
  start()
}

const name = process.argv[2]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (name === 'start' || name === 'web' || name === 'worker') supervise(name)
  else {
    process.stderr.write('Usage: node src/supervise.mjs start|web|worker\n')
    process.exit(2)
  }
}
