import { own } from '#own-keys'
import { type Directory, loadDirectory, loadPosts, resolveHolder } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import { findPaper, findTemplateOn, type Paper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { initialsWanted } from '#server/signing/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type StepAct, type StepKind } from '#server/procedures/index.ts'
import { decisionOf, issuerOf } from './issuer.ts'
import { isLaid, type ScanChoice, scansOf } from './laid/scan-of-dossier.ts'
import { listApprovals, listResults, listWaitingFields } from './queries.ts'
import { findByHand } from './by-hand-queries.ts'
import { whyNoPaper } from './paper-gate.ts'
import type { Approval, ByHand, DossierResult } from './schema.ts'
import { issuerSymbol, type Preparable, preparables } from './templates.ts'

/** Steps in which a result is drafted: before it is decided. */
export const DRAFTING: readonly StepKind[] = [
  'appraise',
  'verify',
  'council',
  'public-posting',
  'wait',
  'check',
  'print',
]

/** Một người có thể ký: who may decide this dossier, offered when the paper is prepared. */
export type Signatory = { postId: string; title: string; name: string }

export type Prepared = { result: DossierResult; paper: Paper; name: string; approvals: Approval[] }

/** The result of a dossier as its pages show it. */
export type ResultView = {
  current: Prepared | null
  /** What is prepared beside it, each with a number of its own. */
  beside: Prepared[]
  /** What may still be prepared now. */
  preparables: Preparable[]
  /** Files of the dossier on which words may be laid; empty where no result is laid on one. */
  scans: ScanChoice[]
  /** Whose paper it will be. */
  issuerId: string
  signatories: Signatory[]
  mayPrepare: boolean
  /** Acts of the open step that wait for their paper; see `whyNoPaper`. */
  lacking: readonly string[]
  /** Ký tay trên giấy, where it was chosen. */
  byHand: ByHand | null
  mayChooseByHand: boolean
  /** A draft that the filer is asked to read now. */
  draftToRead: boolean
  /** What the open step wants of whoever holds it: his PIN, to sign or to seal. */
  wants: 'initial' | 'sign' | 'seal' | null
  /** The signature still waits for its timestamp: the paper goes on, the filer gets it when it is complete. */
  waits: boolean
}

const holders = (posts: Awaited<ReturnType<typeof loadPosts>>, queue: string): Signatory[] =>
  posts.serving(queue).flatMap(({ id, title, holder }) => (holder ? [{ postId: id, title, name: holder }] : []))

/** Who serves the step where this dossier is decided. */
export async function signatoriesOf(
  call: Call,
  { dossier, procedure }: Pick<DossierView, 'dossier' | 'procedure'>,
): Promise<Signatory[]> {
  const { content } = await getVersion(call.db, procedure.versionId)
  const decide = decisionOf(content, dossier, vietnamDate(dossier.filedAt))
  if (!decide) return []
  const on = vietnamDate(call.now)
  const [directory, posts] = await Promise.all([loadDirectory(call.db, on), loadPosts(call.db, on)])
  return holders(posts, resolveHolder(directory, decide.holder, dossier).queue)
}

/** The same now: after the decision, the leader of the unit that holds the dossier. */
const signatoriesNow = async (call: Call, view: View, issuerId: string) =>
  view.dossier.outcome
    ? holders(await loadPosts(call.db, vietnamDate(call.now)), `${issuerId}/leader`)
    : signatoriesOf(call, view)

type View = Pick<DossierView, 'dossier' | 'procedure' | 'papers' | 'attachments' | 'way' | 'whyNot' | 'queuesOf'>
const openStepOf = (view: View) => view.way.find((step) => !step.doneAt && !step.side)

/** Whose paper a result prepared now would be: after the decision, that of the unit that holds the dossier. */
async function issuerNow(call: Call, view: View, directory: Directory): Promise<string> {
  const { dossier } = view
  const open = openStepOf(view)
  if (dossier.outcome && open) return own(view.queuesOf, open.id)!.split('/')[0]!
  const { content } = await getVersion(call.db, view.procedure.versionId)
  return issuerOf(content, dossier, directory, vietnamDate(dossier.filedAt))
}

/** What of the offered may be prepared in this state: nothing that is signed, and after the decision only what stands beside it. */
const stillOpen = (offered: Preparable[], results: readonly DossierResult[], outcome: string | null) =>
  offered.filter(
    (each) =>
      (outcome === null || (each.part > 0 && each.outcome === outcome)) &&
      !results.some((result) => result.part === each.part && result.state !== 'draft'),
  )

async function preparedOf(call: Call, result: DossierResult, offered: readonly Preparable[]): Promise<Prepared> {
  const paper = (await findPaper(call.db, { id: result.paperId }))!
  const name = offered.find((each) => each.key === result.resultKey)?.name ?? paper.title
  return { result, paper, name, approvals: await listApprovals(call.db, result.id) }
}

async function isLaidAtAll(call: Call, offered: readonly Preparable[]): Promise<boolean> {
  const keys = [...new Set(offered.map((each) => each.templateKey))]
  const templates = await Promise.all(keys.map((key) => findTemplateOn(call.db, key, vietnamDate(call.now))))
  return templates.some((each) => each && isLaid(each))
}

const wantedOf = (stepKind: string | undefined, state: DossierResult['state'], initials: boolean) =>
  stepKind === 'check' && initials
    ? ('initial' as const)
    : stepKind === 'decide' && state === 'draft'
      ? ('sign' as const)
      : ['number', 'sign-book'].includes(stepKind ?? '') && state === 'signed'
        ? ('seal' as const)
        : null

/** What is prepared, what may be, and by whom: for officials who may view the dossier. */
export async function viewResult(call: Call, view: DossierView): Promise<ResultView> {
  const { db } = call
  const { dossier } = view
  const directory = await loadDirectory(db, vietnamDate(call.now))
  const { content } = await getVersion(db, view.procedure.versionId)
  const issuerId = await issuerNow(call, view, directory)
  const symbol = issuerSymbol(directory.organisation(issuerId)?.name ?? '')
  const all = preparables(content, symbol, dossier.answers)
  const results = await listResults(db, dossier.id)
  const prepared = await Promise.all(results.map((each) => preparedOf(call, each, all)))
  const offered = stillOpen(all, results, dossier.outcome)
  const open = openStepOf(view)
  const initials =
    results[0]?.state === 'draft' && prepared[0] && (await initialsWanted(db, prepared[0].paper)) !== undefined
  const isDrafting = open !== undefined && DRAFTING.includes(open.stepKind as StepKind)
  const [current = null, ...beside] = prepared
  const step = open && content.workflow?.steps.find((each) => each.key === open.stepKey)
  const isMine = view.whyNot === null && step !== undefined && step.holder.role !== 'outside'
  const byHand = (await findByHand(db, dossier.id)) ?? null
  const gate = { content, decided: dossier.outcome, result: results[0], hasTemplate: all.length > 0 }
  const lacks = (act: StepAct) => whyNoPaper({ ...gate, step: step!, act, byHand: byHand !== null }) !== null
  const waiting = await Promise.all(prepared.map(({ paper }) => listWaitingFields(db, paper.id)))
  return {
    ...{ current, beside, preparables: offered, issuerId },
    scans: (await isLaidAtAll(call, offered)) ? scansOf(view) : [],
    signatories: offered.length > 0 ? await signatoriesNow(call, view, issuerId) : [],
    wants: view.whyNot === null && current ? wantedOf(open?.stepKind, current.result.state, initials === true) : null,
    waits: prepared.some(({ paper }, at) => paper.state === 'signing' && waiting[at]!.length > 0),
    mayPrepare: offered.length > 0 && isDrafting && isMine && current?.result.state !== 'signed',
    draftToRead: view.turn?.readsDraft === true && results[0]?.state === 'draft',
    ...{ byHand, lacking: step ? step.acts.filter(lacks).map((each) => each.key) : [] },
    mayChooseByHand:
      isMine && step.kind !== 'return' && all.length > 0 && results.every((each) => each.state === 'draft'),
  }
}
