import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findPaper, findTemplateVersion } from './queries.ts'
import { setTemplate } from './set-paper.ts'

/** Words across every page, before the template's own rules of the page, which leave them there. */
const across = (words: string) =>
  `#set page(foreground: rotate(-35deg, text(size: 64pt, weight: "bold", fill: rgb(190, 30, 30, 55))[${words}]))\n`

/**
 * A paper set again to be read only, with words across every page ("BẢN THẢO"), by the version of its template and its data; without its public
 * code, and kept nowhere. @throws Refusal `papers.no-template`.
 */
export async function readWatermarked(
  { db }: Call,
  { paperId, data, words, at }: { paperId: string; data: Record<string, unknown>; words: string; at: Date },
): Promise<Uint8Array> {
  const paper = await findPaper(db, { id: paperId })
  const version = paper && (await findTemplateVersion(db, paper.templateVersionId))
  if (!version) throw new Refusal('papers.no-template', { key: paperId })
  const { source, schema } = version
  const set = await setTemplate({ schema, source: across(words) + source }, data, { origin: '', code: words, at })
  return set.pdf
}
