import type { Directory } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { documentsFor, type ProcedureVersion } from '#server/procedures/index.ts'
import { collectWords } from './citizen-turn.ts'
import type { AttachmentRow, Dossier } from './queries.ts'

/** How the result of this dossier is collected, in words; see `collectWords`. */
export function collectedHow(
  dossier: Dossier,
  { content }: Pick<ProcedureVersion, 'content'>,
  attachments: readonly AttachmentRow[],
  directory: Directory,
): string {
  const kept = new Set(
    attachments.filter((each) => each.paperId && each.kind !== 'result').map((each) => each.documentKey),
  )
  const toShow = documentsFor(content, dossier.answers, vietnamDate(dossier.filedAt)).filter(
    (each) => each.originalShownAtCollection && !kept.has(each.key),
  )
  const returnStep = content.workflow?.steps.find((each) => each.kind === 'return')
  return collectWords({ dossier, toShow, returnStep, directory })
}
