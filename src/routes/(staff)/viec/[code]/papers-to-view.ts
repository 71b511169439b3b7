import type { DossierView } from '#server/dossiers/index.ts'

type File = { id: string; fileName: string; mediaType: string; title: string }

/** The papers of a dossier in the order the procedure asks for them, then results; and the one that `?giay=` names, else the first. */
export function papersToView(
  view: Pick<DossierView, 'papers' | 'attachments'>,
  wanted: string | null,
): { files: File[]; shown: File | null } {
  const asked = view.papers.flatMap((paper) =>
    paper.files.map(({ id, fileName, mediaType, fromStore }) => ({
      ...{ id, fileName, mediaType },
      title: fromStore?.valid ? `${paper.name} (từ kho, đã kiểm tra)` : paper.name,
    })),
  )
  const others = view.attachments
    .filter((each) => !asked.some((file) => file.id === each.id))
    .map(({ id, fileName, mediaType, kind }) => ({
      id,
      fileName,
      mediaType,
      title: kind === 'result' ? 'Kết quả' : kind === 'working' ? 'Tài liệu làm việc' : fileName,
    }))
  const files = [...asked, ...others]
  return { files, shown: files.find((file) => file.id === wanted) ?? files[0] ?? null }
}
