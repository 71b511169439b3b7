import type { DossierView } from '#server/dossiers/index.ts'

type File = { id: string; fileName: string; mediaType: string; title: string; address: string }
type SetPaper = { id: string; title: string; state: string } | undefined

/** The prepared result first (whoever checks, signs or seals reads it), then the papers of a dossier in the order the procedure asks for them; and the one that `?giay=` names, else the first. */
export function papersToView(
  view: Pick<DossierView, 'papers' | 'attachments'>,
  wanted: string | null,
  result?: SetPaper,
): { files: File[]; shown: File | null } {
  const asked = view.papers.flatMap((paper) =>
    paper.files.map(({ id, fileName, mediaType, fromStore }) => ({
      ...{ id, fileName, mediaType, address: `/tep/${id}` },
      title: fromStore?.valid ? `${paper.name} (từ kho, đã kiểm tra)` : paper.name,
    })),
  )
  const others = view.attachments
    .filter((each) => !asked.some((file) => file.id === each.id))
    .map(({ id, fileName, mediaType, kind }) => ({
      id,
      fileName,
      mediaType,
      address: `/tep/${id}`,
      title: kind === 'result' ? 'Kết quả' : kind === 'working' ? 'Tài liệu làm việc' : fileName,
    }))
  const prepared = result
    ? [
        {
          ...{ id: result.id, fileName: `${result.title}.pdf`, mediaType: 'application/pdf' },
          title: result.state === 'set' ? 'Dự thảo kết quả' : 'Kết quả',
          address: `/tep/giay/${result.id}`,
        },
      ]
    : []
  const files = [...prepared, ...asked, ...others]
  return { files, shown: files.find((file) => file.id === wanted) ?? files[0] ?? null }
}
