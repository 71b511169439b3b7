import type { Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { findTemplateOn, insertTemplate, insertTemplateVersion } from './queries.ts'
import type { Template } from './schema.ts'

/**
 * Puts templates that come with the program into the house, each once: one that is there is left as the administrator has it.
 * Returns the keys that came new.
 */
export async function loadTemplates(
  db: Db,
  templates: readonly (Template & { source: string })[],
  { from, now }: { from: string; now: Date },
): Promise<string[]> {
  const fresh: string[] = []
  for (const template of templates) {
    if (await findTemplateOn(db, template.key, from)) continue
    await insertTemplate(db, template, now)
    await insertTemplateVersion(db, {
      ...template,
      ...{ id: newId(now), version: 1, state: 'published', effectiveFrom: from, changedBy: 'system', at: now },
    })
    fresh.push(template.key)
  }
  return fresh
}
