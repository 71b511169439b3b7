import { type Directory, loadDirectory } from '#server/directory/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  type AnswerFault,
  competentUnits,
  documentsFor,
  doubtsOf,
  type FeeLine,
  feesFor,
  getVersion,
  type ProcedureContent,
  type ProcedureVersion,
  type RequiredDocument,
  sectionsOf,
  validateAnswers,
  validateAtDesk,
} from '#server/procedures/index.ts'
import type { OwnPaper } from '#server/dossiers/index.ts'
import { findOutdated, type Outdated } from './outdated.ts'
import { offeredPapers, ownerIdentity, placeOfDraft } from './own-papers.ts'
import { getOwnDraft } from './own-draft.ts'
import { type Draft, type DraftAttachment, listDraftAttachments } from './queries.ts'

export type DraftPaper = RequiredDocument & {
  /** `lapsed`: taken from his own store, and by now withdrawn, too old or not for this owner. */
  files: (DraftAttachment & { lapsed: boolean })[]
  wanted: boolean
  /** Papers of his own store that take its place and are not yet put in. */
  offered: OwnPaper[]
}

/** A draft with everything its pages show, and what is still missing before it can be sent. */
export type DraftView = {
  draft: Draft
  version: ProcedureVersion
  sections: (ReturnType<typeof sectionsOf>[number] & { done: boolean })[]
  papers: DraftPaper[]
  places: { id: string; name: string }[]
  placeWords: string
  fees: FeeLine[]
  faults: (AnswerFault & { section: string })[]
  /** What the answers say that can hardly be: told before sending, no bar. */
  doubts: (AnswerFault & { section: string })[]
  missingPapers: string[]
  /** At a desk: whether results of the owner may be looked up now, and were. */
  store: { may: boolean; done: boolean } | null
  /** Set when the version it was begun under is no longer the one in force: it is shown and checked with its own until it is moved. */
  outdated: Outdated | null
  ready: boolean
}

/** Papers a citizen must add before sending: to hand in, asked for in this case, not made by the form and in no register. */
const isWanted = (paper: RequiredDocument) =>
  paper.need === 'submit' && !paper.optional && !paper.madeByForm && !paper.heldByRegister

function placesFor(version: ProcedureVersion, draft: Draft, directory: Directory, on: string) {
  const { units, words } = competentUnits(version.content.receiving, draft.answers, directory, on)
  const mine = draft.deskId
    ? units.filter((id) => directory.deskOf(id) === draft.deskId || directory.servedBy(draft.deskId!).includes(id))
    : units
  return {
    words,
    places: mine
      .map((id) => ({ id, name: directory.get(id).name }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'vi')),
  }
}

function storeAtDesk(content: ProcedureContent, draft: Draft, papers: readonly DraftPaper[]): DraftView['store'] {
  const owner = ownerIdentity(content, draft.answers)
  const asked = papers.some((each) => each.fromPaper)
  return { may: asked && owner !== undefined, done: owner !== undefined && owner === draft.lookedUpIdentity }
}

/** The draft as its owner sees it, with the version it was begun under; says when another is in force by now. */
export async function viewDraft(call: Call, id: string): Promise<DraftView> {
  const { db, now } = call
  const draft = await getOwnDraft(call, id)
  const on = vietnamDate(now)
  const [version, directory, attachments, outdated] = await Promise.all([
    getVersion(db, draft.procedureVersionId),
    loadDirectory(db, on),
    listDraftAttachments(db, draft.id),
    findOutdated(db, draft, on),
  ])
  const { content } = version
  const form = content.form!
  const done = new Set(draft.doneSections)
  const sections = sectionsOf(form, draft.answers, on).map((section) => ({ ...section, done: done.has(section.key) }))
  const offered = await offeredPapers(call, placeOfDraft(draft, content, on))
  const papers = documentsFor(content, draft.answers, on).map((paper): DraftPaper => {
    const own = (offered.get(paper.key) ?? []) as OwnPaper[]
    const files = attachments
      .filter((each) => each.documentKey === paper.key)
      .map((each) => ({
        ...each,
        lapsed: each.paperId !== null && !own.some(({ id: paperId }) => paperId === each.paperId),
      }))
    return {
      ...{ ...paper, files, wanted: isWanted(paper) },
      offered: own.filter(({ id: paperId }) => !files.some((file) => file.paperId === paperId)),
    }
  })
  const withSection = (fault: AnswerFault) => ({ ...fault, section: fault.path.split('.')[0]! })
  const check = draft.deskId === null ? validateAnswers : validateAtDesk
  const faults = check(form, draft.answers, on).map(withSection)
  const doubts = doubtsOf(form, draft.answers, on).map(withSection)
  const { places, words } = placesFor(version, draft, directory, on)
  const missingPapers = draft.deskId
    ? []
    : papers.filter((paper) => paper.wanted && !paper.files.some((file) => !file.lapsed)).map((paper) => paper.name)
  const channel = draft.deskId ? ('counter' as const) : ('online' as const)
  return {
    ...{ draft, version, sections, papers, places, placeWords: words, faults, doubts, missingPapers, outdated },
    store: draft.deskId ? storeAtDesk(content, draft, papers) : null,
    fees: feesFor(content, { answers: draft.answers, channel, groups: [], on }),
    ready: outdated === null && faults.length === 0 && missingPapers.length === 0 && places.length > 0,
  }
}
