import { listOwnPapers, type OwnPaper } from '#server/dossiers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { findStoredFile } from '#server/platform/files.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  answerAt,
  documentsFor,
  getVersion,
  type ProcedureContent,
  type RequiredDocument,
} from '#server/procedures/index.ts'
import { lockOwnDraft } from './own-draft.ts'
import { insertDraftAttachment, listDraftAttachments } from './queries.ts'

/** The day so many months before another. */
const monthsBefore = (day: string, months: number) => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** Whether a paper takes the place of a required document: it holds, is of a kind that the procedure names, and is not too old. */
export function fits(paper: OwnPaper, { fromPaper }: Pick<RequiredDocument, 'fromPaper'>, on: string): boolean {
  if (!fromPaper || paper.state !== 'valid') return false
  const { templates, procedures, months } = fromPaper
  const granted = paper.kind !== 'document' && paper.dossier.outcome !== 'refuse'
  const kind = templates.includes(paper.templateKey) || (granted && procedures.includes(paper.dossier.procedureCode))
  const fresh = months === undefined || (paper.numberedOn !== null && paper.numberedOn >= monthsBefore(on, months))
  return kind && fresh
}

/** Nobody's paper serves another's matter: it is about the person who files, or about the one this form names as owner. */
const isFor = (paper: OwnPaper, content: ProcedureContent, answers: unknown) => {
  const path = content.owner?.identityNumber
  const named = path ? answerAt(answers, path) : undefined
  return paper.aboutHim || (typeof named === 'string' && named !== '' && named === paper.dossier.ownerIdentity)
}

type Place = { content: ProcedureContent; answers: Record<string, unknown>; on: string }

/** Papers of his own store that fit what is asked for here, by the key of the required document (tái sử dụng kết quả). Law: NĐ 45/2020 art. 16. */
export async function offeredPapers(call: Call, { content, answers, on }: Place): Promise<Map<string, OwnPaper[]>> {
  const asked = documentsFor(content, answers, on).filter((each) => each.fromPaper)
  if (asked.length === 0) return new Map()
  const papers = (await listOwnPapers(call)).filter((each) => isFor(each, content, answers))
  return new Map(asked.map((document) => [document.key, papers.filter((paper) => fits(paper, document, on))]))
}

export const nameOfPaper = ({ name, notation, numberedOn }: Pick<OwnPaper, 'name' | 'notation' | 'numberedOn'>) =>
  [name, notation && `số ${notation}`, numberedOn && `ngày ${numberedOn.split('-').toReversed().join('/')}`]
    .filter(Boolean)
    .join(' ')

/** Puts a paper of his own store into a draft in place of a required document; put in twice it is there once. */
export function attachOwnPaper(
  call: Call,
  command: { draftId: string; documentKey: string; paperId: string },
): Promise<{ id: string }> {
  return inTransaction(call, async (within) => {
    const draft = await lockOwnDraft(within, command.draftId)
    const on = vietnamDate(within.now)
    const { content } = await getVersion(within.db, draft.procedureVersionId)
    const offered = await offeredPapers(within, { content, answers: draft.answers, on })
    const list = offered.get(command.documentKey)
    if (!list) throw new Refusal('filing.unknown-paper')
    const paper = list.find((each) => each.id === command.paperId)
    if (!paper) {
      const his = (await listOwnPapers(within)).some(
        (each) => each.id === command.paperId && isFor(each, content, draft.answers),
      )
      throw new Refusal(his ? 'filing.paper-does-not-fit' : 'filing.paper-not-yours')
    }
    const there = (await listDraftAttachments(within.db, draft.id)).find(
      (each) => each.paperId === paper.id && each.documentKey === command.documentKey,
    )
    if (there) return { id: there.id }
    const file = await findStoredFile(within.db, paper.fileSha256)
    const id = newId(within.now)
    await insertDraftAttachment(within.db, {
      ...{ id, draftId: draft.id, documentKey: command.documentKey, sha256: paper.fileSha256, paperId: paper.id },
      fileName: `${nameOfPaper(paper).replace(/[\\/:*?"<>|]/g, '-')}.pdf`.slice(-200),
      ...{ mediaType: file.mediaType, sizeBytes: file.size, addedAt: within.now },
    })
    return { id }
  })
}
