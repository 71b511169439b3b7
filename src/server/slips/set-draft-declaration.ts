import { createHash } from 'node:crypto'
import { listPapersOf, type Paper, type PaperHouse, setPaper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { askerOf } from '#server/platform/asker.ts'
import { Turns } from '#server/platform/turns.ts'
import { getVersion } from '#server/procedures/index.ts'
import { declarationOf } from './data/declaration.ts'

/** Declarations being set or waiting for it; two of one asker. */
const turns = new Turns({ most: 20, each: 2 })

export type DraftDeclared = {
  draftId: string
  procedureVersionId: string
  answers: Record<string, unknown>
  receivingId: string
}

/**
 * The declaration of a draft (tờ khai in trước khi nộp), for the applicant's hand signature at the counter. The caller has asked whose
 * draft it is. The same answers on the same day are the same paper.
 */
export async function setDraftDeclaration(call: Call, house: PaperHouse, draft: DraftDeclared): Promise<Paper> {
  const { content } = await getVersion(call.db, draft.procedureVersionId)
  const { answers, receivingId } = draft
  const { templateKey, data } = await declarationOf(call.db, content, { answers, receivingId, at: call.now })
  const hash = createHash('sha256')
    .update(JSON.stringify([templateKey, vietnamDate(call.now), data]))
    .digest('hex')
  const subject = { subjectKind: 'draft', subjectId: `${draft.draftId} ${hash}` }
  const [same] = await listPapersOf(call.db, subject.subjectKind, subject.subjectId)
  if (same) return same
  return turns.take(askerOf(call), () =>
    setPaper(call, house, {
      templateKey,
      organisationId: receivingId,
      ...subject,
      title: `Tờ khai: ${content.name}`.slice(0, 300),
      data,
    }),
  )
}
