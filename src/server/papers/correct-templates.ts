import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { nextDate, vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertTemplateVersion, listVersionsOf } from './queries.ts'
import { endTemplatesBefore, listTemplatesChangedByPeople, lockTemplate } from './queries-templates.ts'
import type { Template, TemplateVersion } from './schema.ts'
import { auditTemplate } from './templates/in-hand.ts'

type ShippedTemplate = Template & { source: string }

/** The same value whatever the order of its keys: the database keeps objects in an order of its own. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  )
}
const contentOf = ({ name, legalBasis, verified, source, schema, example, signs, from }: ShippedTemplate) =>
  JSON.stringify(ordered({ name, legalBasis, verified, source, schema, example, signs, from }))

/**
 * From which day the template of the program is to hold in a house that has versions of it: null when the newest one says the same.
 * Today, or the day after the newest one begins: two versions never begin on one day.
 */
export function decideCorrection(
  versions: readonly TemplateVersion[],
  shipped: ShippedTemplate,
  today: string,
): string | null {
  const newest = versions.find((each) => each.state === 'published')
  if (!newest || contentOf(newest) === contentOf(shipped)) return null
  const begins = newest.effectiveFrom ?? today
  return begins < today ? today : nextDate(begins)
}

/**
 * Publishes the corrected wording that came with a new release (sửa mẫu giấy tờ theo bản mới của chương trình): a new version from today
 * on of each template that only the program has written so far. A published version itself never changes. What an administrator has
 * written, published or still a draft, is left as it is and named in `kept`, when the program would say something else.
 */
export async function correctTemplates(
  call: Call,
  templates: readonly ShippedTemplate[],
): Promise<{ corrected: string[]; kept: string[] }> {
  const byPeople = new Set(await listTemplatesChangedByPeople(call.db))
  const today = vietnamDate(call.now)
  const corrected: string[] = []
  const kept: string[] = []
  for (const template of templates) {
    if (decideCorrection(await listVersionsOf(call.db, template.key), template, today) === null) continue
    if (byPeople.has(template.key)) kept.push(template.key)
    else if (await correct(call, template, today)) corrected.push(template.key)
  }
  return { corrected, kept }
}

/** One template under its lock, read again: of two programs that start at once one publishes. */
const correct = (call: Call, template: ShippedTemplate, today: string): Promise<boolean> =>
  inTransaction(call, async (within) => {
    const { db, now } = within
    await lockTemplate(db, template.key)
    const versions = await listVersionsOf(db, template.key)
    const from = decideCorrection(versions, template, today)
    if (from === null || (await listTemplatesChangedByPeople(db)).includes(template.key)) return false
    const version = {
      ...template,
      ...{ id: newId(now), version: (versions[0]?.version ?? 0) + 1, state: 'published' as const },
      ...{ effectiveFrom: from, changedBy: within.actor.id, at: now },
    }
    await endTemplatesBefore(db, template.key, from)
    await insertTemplateVersion(db, version)
    auditTemplate(within, 'published', version)
    return true
  })
