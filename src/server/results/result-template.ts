import { findTemplateOn } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'

/** The template of a result as of today. @throws Refusal `papers.no-template`. */
export async function resultTemplate({ db, now }: Call, templateKey: string) {
  const version = await findTemplateOn(db, templateKey, vietnamDate(now))
  if (!version) throw new Refusal('papers.no-template', { key: templateKey })
  return version
}
