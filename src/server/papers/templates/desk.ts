import type { Call } from '#server/platform/call.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { listTemplates, listVersionsOf } from '../queries.ts'
import type { PaperKind, TemplateVersion } from '../schema.ts'
import { requireTemplateSight } from './in-hand.ts'

/** A line of the list: without source, schema and example. */
export type TemplateLine = Omit<TemplateVersion, 'source' | 'schema' | 'example'>

/** Templates by their newest version, those of a kind, those with the words in name, key or legal basis. */
export async function listTemplateWork(
  call: Call,
  filter: { kind?: PaperKind | undefined; words?: string | undefined },
) {
  requireTemplateSight(call)
  const words = fold(filter.words ?? '')
    .split(/\s+/)
    .filter(Boolean)
  return (await listTemplates(call.db))
    .filter((each) => !filter.kind || each.kind === filter.kind)
    .filter((each) => {
      const text = fold(`${each.name} ${each.key} ${each.legalBasis}`)
      return words.every((word) => text.includes(word))
    })
    .map(({ source: _s, schema: _c, example: _e, ...line }): TemplateLine => line)
}

/** A template with its versions, newest first; undefined when there is none of this key. */
export async function viewTemplate(call: Call, key: string): Promise<TemplateVersion[] | undefined> {
  requireTemplateSight(call)
  const versions = await listVersionsOf(call.db, key)
  return versions.length > 0 ? versions : undefined
}
