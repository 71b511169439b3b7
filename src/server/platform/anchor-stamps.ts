import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Anchor, readAnchors } from './anchors.ts'
import { recordAnchorFailure, recordAnchorWritten } from './anchor-queries.ts'
import { HOUSE_CHAIN, recordAudit } from './audit.ts'
import type { AuditFault } from './audit-trail.ts'
import { type Db, inTransaction, systemActor } from './call.ts'
import { errorFacts, log } from './log.ts'

/** An RFC 3161 timestamp over a SHA-256 imprint, from whichever authority the house uses. */
export type Stamp = (imprint: Uint8Array) => Promise<Uint8Array>
/** The line of the house chain that names an anchor which was stamped: it must stand among the anchors for ever. */
export const ANCHOR_STAMPED = 'audit.anchor-stamped'
/** The line by which whoever runs the house takes note that anchors were lost, as with a disk: what was lost is no fault from then on. */
const LOSS_ACCEPTED = 'audit.anchor-loss-accepted'
const NOT_BEFORE_HOURS = 20

export const imprintOf = (anchorHash: string) => createHash('sha256').update(anchorHash).digest()

/**
 * Once a day the newest anchor gets a timestamp, so that somebody else vouches for when it stood. Runs each hour: when the authority is
 * away it is tried again the next hour, and the page of the system says since when. Answers whether one was stamped.
 */
export async function stampAnchor(db: Db, dataDir: string, stamp: Stamp, now: Date): Promise<boolean> {
  const { rows } = await sql<{ fresh: boolean }>`select exists (select 1 from anchor_stamp
    where stamped_at > ${now}::timestamptz - ${NOT_BEFORE_HOURS}::int * interval '1 hour') as fresh`.execute(db)
  if (rows[0]!.fresh) return false
  const anchor = readAnchors(dataDir).at(-1)
  if (!anchor) return false
  try {
    const token = Buffer.from(await stamp(imprintOf(anchor.hash)))
    await inTransaction({ db, actor: systemActor, now, origin: { requestId: 'worker' } }, async (within) => {
      const { numInsertedOrUpdatedRows } = await within.db
        .insertInto('anchor_stamp')
        .values({ anchor_hash: anchor.hash, anchor_at: new Date(anchor.at), token, stamped_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 1n)
        recordAudit(within, ANCHOR_STAMPED, HOUSE_CHAIN, null, { anchor: anchor.hash })
    })
    await recordAnchorWritten(db, 'timestamp', now, anchor.hash)
    return true
  } catch (error) {
    log('error', 'anchor not stamped', errorFacts(error))
    await recordAnchorFailure(db, 'timestamp', now, error instanceof Error ? error.message : 'error')
    return false
  }
}

/** Takes note of lost anchors (`npm run audit:verify -- --accept-lost-anchors`): the trail keeps for ever that it was done, and when. */
export async function acceptLostAnchors(db: Db, now: Date): Promise<void> {
  await inTransaction({ db, actor: systemActor, now, origin: { requestId: 'audit:verify' } }, async (within) => {
    await within.db.updateTable('anchor_place').set({ last_hash: null }).execute()
    recordAudit(within, LOSS_ACCEPTED, HOUSE_CHAIN, null)
  })
}

const missing = (words: string): AuditFault => ({ organisationId: '', seq: 0, fault: words })

/**
 * Whether the anchors that were once written still stand: the last one of each place, and every one that was stamped, by the table and by
 * the trail itself. `tokenFault` judges a token: why it does not vouch for this imprint, or undefined.
 */
export async function verifyStamps(
  db: Db,
  places: { data: readonly Anchor[]; second?: readonly Anchor[] | undefined },
  tokenFault: (token: Uint8Array, imprint: Uint8Array) => Promise<string | undefined>,
): Promise<{ stamps: number; faults: AuditFault[] }> {
  const faults: AuditFault[] = []
  const standing = new Set(places.data.map((each) => each.hash))
  const { rows: written } = await sql<{ place: 'data' | 'second'; hash: string | null; at: Date | null }>`
    select place, last_hash as hash, written_at as at from anchor_place where place in ('data', 'second')`.execute(db)
  for (const { place, hash } of written) {
    const there = place === 'data' ? places.data : places.second
    if (hash && there && !there.some((each) => each.hash === hash))
      faults.push(missing(`the last anchor written to the place "${place}" is gone: the folder was cut or taken away`))
  }
  const { rows: stamps } = await sql<{ hash: string; token: Buffer }>`select anchor_hash as hash, token
    from anchor_stamp order by stamped_at`.execute(db)
  for (const { hash, token } of stamps) {
    const why = await tokenFault(token, imprintOf(hash))
    if (why) faults.push(missing(`the timestamp of the anchor ${hash.slice(0, 12)} does not hold: ${why}`))
  }
  const { rows: lines } = await sql<{ seq: number; entry: Buffer }>`select seq, entry from audit_entry
    where organisation_id = ${HOUSE_CHAIN} and act = ${ANCHOR_STAMPED} and seq > coalesce((select max(seq) from audit_entry
      where organisation_id = ${HOUSE_CHAIN} and act = ${LOSS_ACCEPTED}), 0) order by seq`.execute(db)
  for (const { seq, entry } of lines) {
    const { facts } = JSON.parse(entry.toString('utf8')) as { facts: { anchor: string } }
    if (!standing.has(facts.anchor))
      faults.push({
        organisationId: HOUSE_CHAIN,
        seq,
        fault: 'the anchor that was stamped is gone from the data folder',
      })
    if (!stamps.some((each) => each.hash === facts.anchor))
      faults.push({ organisationId: HOUSE_CHAIN, seq, fault: 'the timestamp of the anchor is gone' })
  }
  return { stamps: stamps.length, faults }
}
