import { loadDirectory } from '#server/directory/index.ts'
import { declarationData, declarationOf as paperOf, fullName, issuerFacts } from '#server/dossiers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'

/** What a declaration is set from: the answers, whom it is addressed to, and the day it is made. */
export type Declared = { answers: unknown; receivingId: string; code?: string | null; at: Date }

/**
 * The applicant's own declaration (tờ khai) in the layout of its procedure, from the answers, for his hand signature.
 * @throws Refusal `slips.no-declaration` of a procedure that has none.
 */
export async function declarationOf(
  db: Db,
  content: ProcedureContent,
  { answers, receivingId, code, at }: Declared,
): Promise<{ templateKey: string; data: Record<string, unknown> }> {
  const paper = paperOf(content)
  if (!paper) throw new Refusal('slips.no-declaration', { code: content.code })
  const on = vietnamDate(at)
  const places = await loadDirectory(db, on)
  const receiving = places.organisation(places.successor(receivingId))
  const data = declarationData(content, answers, {
    ...{ places, on, to: fullName(receiving?.name ?? '') },
    place: receiving ? (issuerFacts(places, receiving.id).place ?? '') : '',
    ...(code ? { code } : {}),
  })
  return { templateKey: paper.template, data }
}
