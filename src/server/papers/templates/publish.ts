import { z } from 'zod'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listVersionsOf } from '../queries.ts'
import { endTemplatesBefore, lockTemplate, markTemplatePublished } from '../queries-templates.ts'
import type { TemplateVersion } from '../schema.ts'
import { requireSoundTemplate } from './check.ts'
import { auditTemplate, decidePublisher, getTemplateVersion } from './in-hand.ts'

export const PublishTemplate = z.strictObject({
  id: z.string(),
  revision: z.number().int(),
  effectiveFrom: z.iso.date('Ghi ngày có hiệu lực.'),
})
export type PublishTemplate = z.infer<typeof PublishTemplate>

/** From which day a version may hold: not before today, and after every other published one. @throws Refusal `papers.starts-in-the-past`, `papers.later-version`. */
export function decideStart(published: readonly Pick<TemplateVersion, 'effectiveFrom'>[], from: string, today: string) {
  if (from < today) throw new Refusal('papers.starts-in-the-past')
  const later = published.find((each) => (each.effectiveFrom ?? '') >= from)
  if (later) throw new Refusal('papers.later-version', { from: later.effectiveFrom })
}

/**
 * Publishes a draft that somebody else wrote (công bố mẫu giấy tờ) with its date of effect; the version before ends the day before. From then on nothing of it
 * changes, so that a paper can always be set again as it was. It is tried first, outside the transaction; what is published is what was tried.
 */
export async function publishTemplate(
  call: Call,
  command: PublishTemplate,
  house: { origin: string },
): Promise<{ effectiveFrom: string }> {
  const tried = await getTemplateVersion(call, command.id)
  decidePublisher(call, tried.writtenBy)
  if (tried.state !== 'draft') throw new Refusal('papers.published-already')
  if (tried.revision !== command.revision) throw new Refusal('papers.changed-meanwhile')
  await requireSoundTemplate(call, tried, house)
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    await lockTemplate(db, tried.key)
    const published = (await listVersionsOf(db, tried.key)).filter((each) => each.state === 'published')
    const { effectiveFrom: from } = command
    decideStart(published, from, vietnamDate(now))
    await endTemplatesBefore(db, tried.key, from)
    if (!(await markTemplatePublished(db, command, { from, by: actor.id, at: now })))
      throw new Refusal('papers.changed-meanwhile')
    auditTemplate(within, 'published', tried)
    return { effectiveFrom: from }
  })
}
