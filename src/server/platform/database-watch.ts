import pg from 'pg'
import { OWN_NAME } from './db/connection.ts'
import { errorFacts, log } from './log.ts'

const EVERY_MS = 1000
const PATIENCE_MS = 3000
/** A connection that was waited for in vain is closed after this time. */
const CLOSED_MS = 30_000
/** While it is away, asked again after this time, then twice as long each time up to the longest. */
const SOON_MS = 100
const LONGEST_MS = 5000

/** What people are told meanwhile; a form that was sent can be sent again from where they are. */
export const AWAY_WORDS =
  'Hệ thống đang tạm dừng trong chốc lát. Ông/Bà chờ một phút rồi bấm Quay lại, những gì đã gõ còn đó, và gửi lại.'

let away = false
let since = 0

/** Whether the database did not answer when it was last asked; requests are told so at once. */
export const isDatabaseAway = () => away

/** SQLSTATEs of a server that goes, is gone, starts, or has no connection left, and what the network says. */
const AWAY = /^(08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/
const WORDS = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/

/** Whether this error says that the database is not there: nothing is wrong with what was asked. */
export function saysDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  const isConnection = 'severity' in error || syscall === 'connect' || syscall === 'read' || syscall === 'write'
  return (isConnection && AWAY.test(String(code))) || WORDS.test(error.message)
}

/**
 * What it answers within the patience. This program may itself have been busy so long that the time is over while the answer lies in the
 * socket: what has come is read before the silence counts.
 */
async function within<T>(answer: Promise<T>): Promise<T> {
  let late: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error('the database did not answer in time'))
    late = setTimeout(() => setImmediate(giveUp), PATIENCE_MS)
  })
  try {
    return await Promise.race([answer, silence])
  } finally {
    clearTimeout(late)
  }
}

/**
 * Asks the database each second over a connection of its own, so that a busy pool is not taken for a dead server; what has died is started
 * again by `revive`. Says once when it goes and once when it is back. Gives how to stop.
 */
export function watchDatabase(connectionString: string, revive?: () => Promise<void>): () => void {
  let client: pg.Client | undefined
  let stopped = false
  let pause = SOON_MS
  let timer: NodeJS.Timeout | undefined
  const drop = () => {
    const old = client
    client = undefined
    old?.end().catch(() => {})
  }
  const ask = async () => {
    if (!client) {
      const next = new pg.Client({ connectionString, application_name: OWN_NAME, connectionTimeoutMillis: CLOSED_MS })
      next.on('error', () => {
        if (client === next) client = undefined
      })
      client = next
      await within(next.connect())
    }
    await within(client.query('select 1'))
  }
  const turn = async () => {
    try {
      await ask()
      if (away) log('warn', 'database is back', { afterMs: Math.round(performance.now() - since) })
      away = false
      pause = SOON_MS
    } catch (error) {
      if (stopped) return
      if (!away) log('error', 'database is away', errorFacts(error))
      if (!away) since = performance.now()
      away = true
      drop()
      pause = Math.min(LONGEST_MS, pause * 2)
      await revive?.().catch((fault: unknown) => log('error', 'database could not be started', errorFacts(fault)))
    }
    if (!stopped) timer = setTimeout(() => void turn(), away ? pause : EVERY_MS).unref()
  }
  void turn()
  return () => {
    stopped = true
    away = false
    clearTimeout(timer)
    drop()
  }
}
