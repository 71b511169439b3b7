import { sql } from 'kysely'
import { fold } from '#server/platform/vietnamese-text.ts'
import type { ProcedureContent } from './schema.ts'
import { tokensOf } from './search/tokens.ts'

const array = (text: string) =>
  `{${tokensOf(text)
    .map((token) => `"${token}"`)
    .join(',')}}`

/** What lists and search take from the content of a version: columns of `procedure_version`, the words weighted A (names people use), B (name), C (field, summary). */
export const contentColumns = (content: ProcedureContent) => ({
  code: content.code,
  content: JSON.stringify(content),
  name: content.name,
  field: content.field,
  tier: content.tier,
  tiers: content.tiers,
  level: content.level,
  audiences: content.audiences,
  implementing_body: content.implementingBody,
  fillable: content.form !== null && content.workflow !== null,
  fold_name: fold(content.name),
  search: sql<string>`setweight(array_to_tsvector(${array([content.shortName ?? '', ...content.aliases].join(' . '))}::text[]), 'A')
    || setweight(array_to_tsvector(${array(content.name)}::text[]), 'B')
    || setweight(array_to_tsvector(${array(`${content.field} ${content.summary ?? ''}`)}::text[]), 'C')`,
})
