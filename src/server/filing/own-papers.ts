import { listOwnPapers, listPapersOfIdentity, type OwnPaper } from '#server/dossiers/index.ts'
import { ownFile } from '#server/files/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
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
import { type Draft, insertDraftAttachment, listDraftAttachments, markLookedUp } from './queries.ts'

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

type Place = {
  content: ProcedureContent
  answers: Record<string, unknown>
  on: string
  /** At a desk: the personal id whose results were looked up for the draft. */
  desk?: { lookedUp: string | null } | undefined
}
export const placeOfDraft = (draft: Draft, content: ProcedureContent, on: string): Place => ({
  ...{ content, answers: draft.answers, on },
  desk: draft.deskId ? { lookedUp: draft.lookedUpIdentity } : undefined,
})

/** The personal id (12 digits) of the owner that the form names; undefined when it names none. */
export function ownerIdentity({ owner }: Pick<ProcedureContent, 'owner'>, answers: unknown): string | undefined {
  const number = owner?.identityNumber ? answerAt(answers, owner.identityNumber) : undefined
  return typeof number === 'string' && /^\d{12}$/.test(number) ? number : undefined
}

/** What is in reach here: his own store; at a desk, results of the personal id the form names, once they were looked up. */
async function papersInReach(call: Call, { content, answers, desk }: Place): Promise<OwnPaper[]> {
  if (!desk) return (await listOwnPapers(call)).filter((each) => isFor(each, content, answers))
  const owner = ownerIdentity(content, answers)
  return owner && owner === desk.lookedUp ? listPapersOfIdentity(call, owner) : []
}

/** Papers of his own store that fit what is asked for here, by the key of the required document (tái sử dụng kết quả). Law: NĐ 45/2020 art. 16. */
export async function offeredPapers(call: Call, place: Place): Promise<Map<string, OwnPaper[]>> {
  const { content, answers, on } = place
  const asked = documentsFor(content, answers, on).filter((each) => each.fromPaper)
  if (asked.length === 0) return new Map()
  const papers = await papersInReach(call, place)
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
    const place = placeOfDraft(draft, content, on)
    const offered = await offeredPapers(within, place)
    const list = offered.get(command.documentKey)
    if (!list) throw new Refusal('filing.unknown-paper')
    const paper = list.find((each) => each.id === command.paperId)
    if (!paper) {
      const his = (await papersInReach(within, place)).some((each) => each.id === command.paperId)
      throw new Refusal(his ? 'filing.paper-does-not-fit' : 'filing.paper-not-yours')
    }
    const there = (await listDraftAttachments(within.db, draft.id)).find(
      (each) => each.paperId === paper.id && each.documentKey === command.documentKey,
    )
    if (there) return { id: there.id }
    const stored = await findStoredFile(within.db, paper.fileSha256)
    const file = await ownFile(within, {
      sha256: paper.fileSha256,
      fileName: `${nameOfPaper(paper).replace(/[\\/:*?"<>|]/g, '-')}.pdf`.slice(-200),
      mediaType: stored.mediaType,
      sizeBytes: stored.size,
    })
    const id = newId(within.now)
    const { documentKey } = command
    await insertDraftAttachment(within.db, {
      id,
      draftId: draft.id,
      documentKey,
      file,
      paperId: paper.id,
      addedAt: within.now,
    })
    if (draft.deskId)
      recordAudit(within, 'filing.result-reused', draft.deskId, draft.id, {
        ...{ paper: paper.code, of: paper.dossier.code, document: command.documentKey },
        purpose: content.code,
      })
    return { id }
  })
}

/**
 * At a desk, with the person before it: looks up the results already issued to the personal id that the form names, so that he is not asked
 * for them again (NĐ 61/2018 art. 20, NĐ 45/2020 art. 16). The looking itself is recorded with its purpose: this draft and its procedure.
 * @throws Refusal `filing.unknown-draft`, `dossiers.no-right`, `filing.identity-first`.
 */
export function lookUpResults(call: Call, draftId: string): Promise<{ found: number }> {
  return inTransaction(call, async (within) => {
    const draft = await lockOwnDraft(within, draftId)
    if (!draft.deskId) throw new Refusal('filing.unknown-draft')
    if (!may(within.actor, 'dossiers.file-at-desk', draft.deskId))
      throw new Refusal('dossiers.no-right', { act: 'file-at-desk' })
    const { content } = await getVersion(within.db, draft.procedureVersionId)
    const owner = ownerIdentity(content, draft.answers)
    if (!owner) throw new Refusal('filing.identity-first')
    await markLookedUp(within.db, draft.id, owner)
    const place = placeOfDraft({ ...draft, lookedUpIdentity: owner }, content, vietnamDate(within.now))
    const offered = await offeredPapers(within, place)
    const found = new Set([...offered.values()].flat().map(({ id }) => id)).size
    const facts = { purpose: content.code, identity: `…${owner.slice(-4)}`, found }
    recordAudit(within, 'filing.results-looked-up', draft.deskId, draft.id, facts)
    return { found }
  })
}
