import { type Call, may, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'

export type WaitingLine = {
  paperId: string
  key: string
  act: 'sign' | 'seal'
  title: string
  code: string
  organisationId: string
  askedAt: Date
  dueAt: Date | null
  lastFailure: string | null
  series: string | null
  symbol: string | null
  /** An earlier signature still waits for its timestamp. */
  isHeldUp: boolean
  pages: number
}

const MOST = 200

/** Requests that wait for this actor: of his post, or of a queue it serves; what is due first stands first. */
export async function listWaiting({ db, actor }: Call, act: 'sign' | 'seal'): Promise<WaitingLine[]> {
  if (!actor.postId) throw new Refusal('signing.no-right')
  const rows = await db
    .selectFrom('signature_request as r')
    .innerJoin('paper as p', 'p.id', 'r.paper_id')
    .select((eb) => [
      ...(['r.paper_id as paperId', 'r.field as key', 'r.act', 'p.title', 'p.code', 'p.pages'] as const),
      ...(['p.organisation_id as organisationId', 'r.asked_at as askedAt', 'r.due_at as dueAt'] as const),
      ...(['r.last_failure as lastFailure', 'r.series', 'r.symbol'] as const),
      eb
        .exists(
          eb
            .selectFrom('signature_job as j')
            .select('j.id')
            .whereRef('j.paper_id', '=', 'p.id')
            .where('j.state', '=', 'waiting'),
        )
        .as('isHeldUp'),
    ])
    .where('r.state', '=', 'waiting')
    .where('r.act', '=', act)
    .where('p.state', 'in', ['set', 'signing'])
    .where((eb) =>
      eb.or([
        eb('r.post_id', '=', actor.postId!),
        ...(actor.queues.length > 0 ? [eb('r.queue', 'in', [...actor.queues])] : []),
      ]),
    )
    // The seal waits until nobody else is asked any more.
    .where((eb) =>
      eb.or([
        eb('r.act', '=', 'sign'),
        eb.not(
          eb.exists(
            eb
              .selectFrom('signature_request as s')
              .select('s.id')
              .whereRef('s.paper_id', '=', 'r.paper_id')
              .where('s.act', '=', 'sign')
              .where('s.state', '=', 'waiting'),
          ),
        ),
      ]),
    )
    .orderBy((eb) => eb.fn.coalesce('r.due_at', eb.val(new Date('9999-01-01T00:00:00Z'))))
    .orderBy('r.asked_at')
    .orderBy('r.id')
    .limit(MOST)
    .execute()
  return rows as WaitingLine[]
}

export type SignedLine = {
  paperId: string
  title: string
  signedAt: Date
  state: string
  why: string | null
  retryAt: Date | null
}

/** What this actor signed last, and whether it is complete: a signer sees that his signature waits, and for what. */
export async function listSignedBy({ db, actor }: Call): Promise<SignedLine[]> {
  return db
    .selectFrom('signature_job as j')
    .innerJoin('paper as p', 'p.id', 'j.paper_id')
    .select(['j.paper_id as paperId', 'p.title', 'j.signed_at as signedAt', 'j.state', 'j.last_error as why'])
    .select('j.retry_at as retryAt')
    .where('j.signed_by', '=', actor.id)
    .orderBy('j.signed_at', 'desc')
    .limit(20)
    .execute()
}

export type JobLine = SignedLine & { id: string; field: string; organisationId: string; tries: number }

/** Signatures that wait for an authority, in the reach of this administrator. @throws Refusal `signing.no-right`. */
export async function listWaitingJobs({ db, actor }: Call): Promise<JobLine[]> {
  if (!mayAnywhere(actor, 'signing.administer')) throw new Refusal('signing.no-right')
  const rows = await db
    .selectFrom('signature_job as j')
    .innerJoin('paper as p', 'p.id', 'j.paper_id')
    .select(['j.id', 'j.paper_id as paperId', 'p.title', 'p.organisation_id as organisationId', 'j.field', 'j.tries'])
    .select(['j.signed_at as signedAt', 'j.state', 'j.last_error as why', 'j.retry_at as retryAt'])
    .where('j.state', '=', 'waiting')
    .orderBy('j.signed_at')
    .limit(500)
    .execute()
  return rows.filter((row) => may(actor, 'signing.administer', row.organisationId))
}
