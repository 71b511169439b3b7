import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import { readPlace } from '#server/platform/identifiers.ts'
import type { RequestKind, RequestState, Step } from './schema.ts'

export type RequestLine = {
  id: string
  kind: RequestKind
  state: RequestState
  next: Step | null
  organisationId: string
  postTitle: string | null
  holder: string | null
  certificateId: string | null
  reason: string
  askedByName: string
  askedAt: Date
}
export type RequestFilter = {
  organisationIds?: readonly string[]
  certificateId?: string
  byActor?: string
  /** Only what waits: at the step `unit` in these units, or at one of these steps anywhere. */
  unitIds?: readonly string[]
  steps?: readonly Step[]
  after?: string | undefined
  limit: number
}

/** Requests, newest first, from a place on. */
export async function listRequestLines(db: Db, of: RequestFilter) {
  const place = readPlace(of.after)
  const next = sql`case when r.state = 'waiting' then r.chain[r.step + 1] end`
  const { rows } =
    await sql<RequestLine>`select r.id, r.kind, r.state, ${next} as next, r.organisation_id as "organisationId",
      p.title as "postTitle", c.holder, r.certificate_id as "certificateId", r.payload->>'reason' as reason,
      r.asked_by_name as "askedByName", r.asked_at as "askedAt"
    from certificate_request r left join post p on p.id = r.post_id left join certificate c on c.id = r.certificate_id
    where true
      ${of.certificateId ? sql`and r.certificate_id = ${of.certificateId}::uuid` : sql``}
      ${of.organisationIds ? sql`and (r.organisation_id = any(${[...of.organisationIds]}) or r.asked_by = ${of.byActor ?? ''})` : sql``}
      ${of.unitIds || of.steps ? sql`and r.state = 'waiting' and ((${next} = 'unit' and r.organisation_id = any(${[...(of.unitIds ?? [])]})) or ${next} = any(${[...(of.steps ?? [])]}))` : sql``}
      ${place ? sql`and (r.asked_at, r.id) < (${place.at}, ${place.id}::uuid)` : sql``}
    order by r.asked_at desc, r.id desc limit ${of.limit + 1}`.execute(db)
  const items = rows.slice(0, of.limit)
  const last = items.at(-1)
  return { items, next: rows.length > of.limit && last ? `${last.askedAt.getTime()}_${last.id}` : null }
}
