import type { AttachmentRow } from '#server/dossiers/index.ts'

type Line = { item: number; round: number; words: string; by: string; before: string; after: string; at: Date }
type Name = Pick<AttachmentRow, 'id' | 'fileName' | 'kind' | 'addedAt' | 'documentName'>

/** What came with the last completion, for whoever reads the dossier: each item, and the files; null when nothing came. */
export function suppliedLines(lines: readonly Line[], attachments: readonly Name[]) {
  const last = lines.at(-1)
  if (!last) return null
  const files = attachments
    .filter(({ kind, addedAt }) => kind === 'completion' && addedAt.getTime() === last.at.getTime())
    .map(({ id, fileName, documentName }) => ({ id, fileName, documentName }))
  return { at: last.at, items: lines.filter(({ round }) => round === last.round), files }
}
