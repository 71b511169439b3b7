import { sql } from 'kysely'
import { lineKey } from './line-key.ts'
import { type Db, markTransaction } from './db/connection.ts'
import { answerToKeep, storedAnswer, takeKey } from './idempotency.ts'
import type { Announced, AuditEntry, Idempotency } from './pending.ts'
import { Refusal } from './refusal.ts'

export type { Db } from './db/connection.ts'

/** Who acts, as which post, and what that post may do where: act -> ids of the organisations in its reach. */
export type Actor = {
  kind: 'official' | 'citizen' | 'system' | 'anonymous'
  /** Account id; `system` and `anonymous` for those. */
  id: string
  name: string
  /** The post an official acts as (chức vụ đang thi hành). */
  postId?: string
  postTitle?: string
  organisationId?: string
  grants: ReadonlyMap<string, ReadonlySet<string>>
  /** The queues of tasks this post serves: `organisation/role` or `organisation/role/function`. */
  queues: readonly string[]
  /** A citizen on a device where no one-time code was given yet: identity papers stay closed. */
  owesIdentityCode?: true
}

/** Where a call came from; kept in the audit trail. */
export type Origin = { requestId: string; ip?: string | undefined; device?: string | undefined }

/** One request or one job: through which connection, on whose behalf, at what time. */
export type Call = {
  db: Db
  actor: Actor
  now: Date
  origin?: Origin
  idempotency?: Idempotency
  /** Only inside a transaction: what its last statement writes. */
  pending?: { audits: AuditEntry[]; announcements: Announced[] }
}

const nothing: ReadonlyMap<string, ReadonlySet<string>> = new Map()

/** A job or a command of the program itself. */
export const systemActor: Actor = { kind: 'system', id: 'system', name: 'Hệ thống', grants: nothing, queues: [] }

/** A visitor who has not signed in. */
export const anonymousActor: Actor = { kind: 'anonymous', id: 'anonymous', name: 'Khách', grants: nothing, queues: [] }

/** The one place that answers whether this actor may do this act on a thing of this organisation. */
export const may = (actor: Actor, act: string, organisationId: string) =>
  actor.grants.get(act)?.has(organisationId) ?? false

/** Stands among the organisations of a reach where it covers the whole province: what belongs to the house as a whole. */
export const HOUSE = 'dinh'

/** Whether this actor may do an act on what belongs to the house as a whole: templates, messages, jobs, settings. */
export const mayForHouse = (actor: Actor, act: string) => may(actor, act, HOUSE)

/** Whether this actor may do this act anywhere at all: whether a page of it is offered, never whether the act is allowed. */
export const mayAnywhere = (actor: Actor, act: string) => (actor.grants.get(act)?.size ?? 0) > 0

// Serialisation, deadlock, and a prepared plan that a migration made stale.
const RETRIED = new Set(['40001', '40P01', '0A000'])
const sqlState = (error: unknown) => (error as { code?: string }).code ?? ''
const UNIQUE_VIOLATION = '23505'

/**
 * Runs `work` in one transaction; anything thrown rolls all of it back. Its last statement writes the audit entries (heads locked in
 * order of organisation id), the announcements and, when the call carries an idempotency key, the answer. Deadlocks and
 * serialisation failures are tried again, three times. A call repeated under the same key gets the first answer again; the key is that
 * of the first transaction of a call.
 *
 * Inside another transaction the work simply joins it.
 */
export async function inTransaction<T>(call: Call, work: (call: Call) => Promise<T>): Promise<T> {
  if (call.pending) return work(call)
  const key = takeKey(call)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call.db.transaction().execute(async (db) => {
        markTransaction(db, call.db)
        const pending = { audits: [] as AuditEntry[], announcements: [] as Announced[] }
        const answer = await work({ ...call, db, pending })
        await finish(db, call, pending, answer, key)
        return answer
      })
    } catch (error) {
      if (attempt < 3 && RETRIED.has(sqlState(error))) continue
      const repeated = error instanceof Refusal || sqlState(error) === UNIQUE_VIOLATION
      if (repeated && key) {
        const stored = await storedAnswer(call.db, call.actor.id, key)
        if (stored) return stored.answer as T
      }
      throw error
    }
  }
}

async function finish(
  db: Db,
  call: Call,
  pending: NonNullable<Call['pending']>,
  answer: unknown,
  idempotency: Idempotency | undefined,
) {
  const { audits, announcements } = pending
  if (audits.length === 0 && announcements.length === 0 && !idempotency) return
  audits.sort((a, b) => (a.organisationId < b.organisationId ? -1 : a.organisationId > b.organisationId ? 1 : 0))
  const key = idempotency && {
    actorId: call.actor.id,
    act: idempotency.act,
    key: idempotency.key,
    bodyHash: idempotency.bodyHash,
    answer: answerToKeep(answer, idempotency),
    at: call.now,
  }
  const { nonce, key: keyOfLines } = audits.length > 0 ? lineKey(db) : { nonce: null, key: null }
  await sql`select finish_transaction(${JSON.stringify(audits)}::jsonb, ${
    announcements.length > 0 ? JSON.stringify(announcements) : null
  }::jsonb, ${key ? JSON.stringify(key) : null}::jsonb,
    ${nonce}::bytea, ${keyOfLines}::bytea)`.execute(db)
}
