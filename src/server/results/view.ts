import { loadDirectory, loadPosts, resolveHolder } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import { findPaper, type Paper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { initialsWanted } from '#server/signing/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type StepKind } from '#server/procedures/index.ts'
import { findResult, listApprovals, listWaitingFields } from './queries.ts'
import type { Approval, DossierResult } from './schema.ts'
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

/** The result of a dossier as its pages show it. */
export type ResultView = {
  current: { result: DossierResult; paper: Paper; name: string; approvals: Approval[] } | null
  preparables: Preparable[]
  signatories: Signatory[]
  mayPrepare: boolean
  /** What the open step wants of whoever holds it: his PIN, to sign or to seal. */
  wants: 'initial' | 'sign' | 'seal' | null
  /** The signature still waits for its timestamp: the paper goes on, the filer gets it when it is complete. */
  waits: boolean
}

/** Who serves the step where this dossier is decided. */
export async function signatoriesOf(
  call: Call,
  view: Pick<DossierView, 'dossier' | 'procedure'>,
): Promise<Signatory[]> {
  const { content } = await getVersion(call.db, view.procedure.versionId)
  const decide = content.workflow?.steps.find((step) => step.kind === 'decide')
  if (!decide) return []
  const on = vietnamDate(call.now)
  const [directory, posts] = await Promise.all([loadDirectory(call.db, on), loadPosts(call.db, on)])
  const { queue } = resolveHolder(directory, decide.holder, view.dossier)
  return posts.serving(queue).flatMap(({ id, title, holder }) => (holder ? [{ postId: id, title, name: holder }] : []))
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
  const { content } = await getVersion(db, view.procedure.versionId)
  const issuer = (await loadDirectory(db, vietnamDate(call.now))).organisation(view.dossier.handlingId)?.name ?? ''
  const offered = preparables(content, issuerSymbol(issuer))
  const result = await findResult(db, view.dossier.id)
  const paper = result && (await findPaper(db, { id: result.paperId }))
  const open = view.way.find((step) => !step.doneAt && !step.side)
  const initials = paper !== undefined && result?.state === 'draft' && (await initialsWanted(db, paper)) !== undefined
  const isDrafting = open !== undefined && DRAFTING.includes(open.stepKind as StepKind)
  return {
    current:
      result && paper
        ? {
            result,
            paper,
            name: offered.find((each) => each.key === result.resultKey)?.name ?? paper.title,
            approvals: await listApprovals(db, result.id),
          }
        : null,
    preparables: offered,
    signatories: offered.length > 0 ? await signatoriesOf(call, view) : [],
    wants: view.whyNot === null && result ? wantedOf(open?.stepKind, result.state, initials) : null,
    waits: paper?.state === 'signing' && (await listWaitingFields(db, paper.id)).length > 0,
    mayPrepare: offered.length > 0 && isDrafting && view.whyNot === null && result?.state !== 'signed',
  }
}
