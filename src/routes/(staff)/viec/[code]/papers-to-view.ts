import { own } from '#own-keys'
import type { listLooks } from '#server/files/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import { pathOf } from '../../../path-of.ts'

type File = { id: string; fileName: string; mediaType: string; title: string; address: string; original?: string }
type Attached = DossierView['attachments'][number]
type Looks = Awaited<ReturnType<typeof listLooks>>

/** How a file is read here: as the pages made of it, with a mark where no scanner has seen a risky kind, or found something in it. */
function readAs(looks: Looks, { id, mediaType, fileSha256 }: { id: string; mediaType: string; fileSha256: string }) {
  const look = looks.get(fileSha256)
  const mark =
    look?.scan === 'infected'
      ? ' (✕ có mã độc, không mở)'
      : look?.scan === 'waiting' || (look?.scan === 'none' && look.risky)
        ? ' (chưa quét vi-rút)'
        : ''
  const made = look?.renditionType
  return { mediaType: made ?? mediaType, mark, ...(made ? { original: pathOf`/tep/${id}?goc` } : {}) }
}
type SetPaper = { id: string; title: string; state: string } | undefined

/** The prepared result first (whoever checks, signs or seals reads it), then the papers of a dossier in the order the procedure asks for them; and the one that `?giay=` names, else the first. */
export function papersToView(
  view: Pick<DossierView, 'papers' | 'attachments'>,
  wanted: string | null,
  result?: SetPaper,
  looks: Looks = new Map(),
): { files: File[]; shown: File | null } {
  const lineOf = (file: Attached, title: string): File => {
    const { mediaType, mark, ...original } = readAs(looks, file)
    return {
      id: file.id,
      fileName: file.fileName,
      mediaType,
      address: pathOf`/tep/${file.id}`,
      title: title + mark,
      ...original,
    }
  }
  const asked = view.papers.flatMap((paper) =>
    paper.files.map((file) =>
      lineOf(
        file,
        file.fromStore?.valid
          ? `${paper.name} (từ kho, đã kiểm tra)`
          : file.kind === 'completion'
            ? `${paper.name} (mới bổ sung)`
            : paper.name,
      ),
    ),
  )
  const NAMES: Record<string, (file: Attached) => string> = {
    result: () => 'Kết quả',
    working: () => 'Tài liệu làm việc',
    completion: ({ documentName }) => `${documentName} (mới bổ sung)`,
  }
  const others = view.attachments
    .filter((each) => !asked.some((file) => file.id === each.id))
    .map((each) => lineOf(each, own(NAMES, each.kind)?.(each) ?? each.fileName))
  const prepared = result
    ? [
        {
          ...{ id: result.id, fileName: `${result.title}.pdf`, mediaType: 'application/pdf' },
          title: result.state === 'set' ? 'Dự thảo kết quả' : 'Kết quả',
          address: pathOf`/tep/giay/${result.id}`,
        },
      ]
    : []
  const files = [...prepared, ...asked, ...others]
  return { files, shown: files.find((file) => file.id === wanted) ?? files[0] ?? null }
}
