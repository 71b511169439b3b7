import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listVersionsOfCode, markVersion } from '../queries-publication.ts'
import type { ProcedureContent } from '../schema.ts'
import { putDown, requireWhole, takeInHand } from './in-hand.ts'

const Decision = z.strictObject({
  number: z.string().trim().min(1, 'Ghi số quyết định.').max(100),
  on: z.iso.date('Ghi ngày quyết định.'),
})
export const PublishVersion = z.strictObject({
  id: z.uuid(),
  revision: z.number().int(),
  effectiveFrom: z.iso.date('Ghi ngày có hiệu lực.'),
  /** Quyết định công bố. */
  publishing: Decision,
  /** Quyết định phê duyệt quy trình nội bộ; must be there when dossiers can be filed here. */
  processApproval: Decision.nullable().default(null),
})
export type PublishVersion = z.infer<typeof PublishVersion>

export const dayBefore = (on: string) => new Date(Date.parse(`${on}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

type Neighbour = {
  id: string
  revision: number
  state: string
  effectiveFrom: string | null
  effectiveTo: string | null
}

/**
 * The published version that must end the day before another starts, if any. Nothing is published into the past, and nothing under a
 * version that starts later or on the same day.
 * @throws Refusal `procedures.starts-in-the-past`, `procedures.later-version`.
 */
export function decideFollowing<V extends Neighbour>(
  published: readonly V[],
  from: string,
  today: string,
): V | undefined {
  if (from < today) throw new Refusal('procedures.starts-in-the-past')
  const later = published.find((each) => (each.effectiveFrom ?? '') >= from)
  if (later) throw new Refusal('procedures.later-version', { from: later.effectiveFrom })
  return published.find((each) => (each.effectiveTo ?? '9999-12-31') >= from)
}

/**
 * Publishes (công bố) a checked version by a decision of the leader; who drafted or checked it never publishes it. The version before ends
 * the day before. From then on nothing of it changes. Law: NĐ 63/2010 art. 13-16, NĐ 61/2018 art. 8.
 */
export function publishVersion(call: Call, command: PublishVersion): Promise<{ revision: number }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const version = await takeInHand(within, 'publish', command)
    const { effectiveFrom, publishing, processApproval } = command
    const today = vietnamDate(now)
    requireWhole(version.content)
    const isLater = (on: string | undefined) => on !== undefined && on > today
    refuseAll([
      isLater(publishing.on) && new Refusal('procedures.decision-in-the-future', {}, 'publishing'),
      isLater(processApproval?.on) && new Refusal('procedures.decision-in-the-future', {}, 'processApproval'),
      Boolean((version.content as ProcedureContent).workflow) &&
        !processApproval &&
        new Refusal('procedures.process-decision-needed'),
      effectiveFrom < today && new Refusal('procedures.starts-in-the-past'),
    ])
    const siblings = await listVersionsOfCode(db, version.code)
    const published = siblings.filter((each) => each.state === 'published' && each.ruleSetId === version.ruleSetId)
    const before = decideFollowing(published, effectiveFrom, today)
    if (before && !(await markVersion(db, before.id, before.revision, { effective_to: dayBefore(effectiveFrom) })))
      throw new Refusal('procedures.changed-meanwhile')
    await putDown(within, 'publish', version, {
      state: version.to,
      effective_from: effectiveFrom,
      publishing_number: publishing.number,
      publishing_on: publishing.on,
      process_number: processApproval?.number ?? null,
      process_on: processApproval?.on ?? null,
      published_by: actor.id,
      published_at: now,
      remark: null,
    })
    return { revision: version.revision + 1 }
  })
}
