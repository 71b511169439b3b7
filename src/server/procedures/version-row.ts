import { fold } from '#server/platform/vietnamese-text.ts'
import type { ProcedureContent } from './schema.ts'

/** What lists take from the content of a version: columns of `procedure_version`. */
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
})
