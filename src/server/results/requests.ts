import { findDossier, type Held } from '#server/dossiers/index.ts'
import { getVersion } from '#server/procedures/index.ts'
import { findPaper, type PaperHouse } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { askSignature, initialsWanted, isAskedFor, withdrawRequest } from '#server/signing/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { placeOf } from './places.ts'
import { replaceDraft } from './prepare.ts'
import { findResult } from './queries.ts'
import type { DossierResult } from './schema.ts'
import { seriesOf } from './templates.ts'

/**
 * What was asked of the leader falls when the dossier leaves him without his signature; the draft that goes back is set afresh, so that
 * it may be asked for again and wants its approvals again.
 */
export async function withdrawAsked(within: Call, house: PaperHouse, held: Held, result: DossierResult) {
  if (held.step.kind !== 'decide' || result.state !== 'draft') return
  const still = await findResult(within.db, held.dossier.id)
  if (still?.state !== 'draft') return
  const paper = (await findPaper(within.db, { id: still.paperId }))!
  await withdrawRequest(within, { paperId: paper.id, key: await placeOf(within.db, paper, 'leader') })
  const { organisationId, title } = paper
  await replaceDraft(within, house, still, still, { organisationId, title })
}

/** Trình ký, chuyển văn thư: when the dossier comes to the decision or the numbering, its paper is asked of whoever holds that step. */
export async function askForNext(within: Call, { dossier, version }: Pick<Held, 'dossier' | 'version'>) {
  const result = await findResult(within.db, dossier.id)
  if (!result) return
  const open = (await listTasks(within.db, dossier.id)).find((task) => !task.doneAt && !task.side)
  if (open?.stepKind === 'check' && result.state === 'draft') return askForInitials(within, result, open.queue)
  const wanted =
    open?.stepKind === 'decide' && result.state === 'draft'
      ? ('leader' as const)
      : open && ['number', 'sign-book'].includes(open.stepKind) && result.state === 'signed'
        ? ('seal' as const)
        : null
  if (!open || !wanted) return
  const paper = (await findPaper(within.db, { id: result.paperId }))!
  await askSignature(within, {
    ...{ paperId: paper.id, key: await placeOf(within.db, paper, wanted), dueAt: open.dueAt },
    to: open.postId ? { postId: open.postId } : { queue: open.queue },
    ...(wanted === 'seal' ? { numbering: await seriesOf(within.db, { dossier, version }, result.resultKey) } : {}),
  })
}

/** The head of the part finds the draft in his list too: who signs with a token at his machine does it there, then passes it on. */
async function askForInitials(within: Call, result: DossierResult, queue: string) {
  const paper = (await findPaper(within.db, { id: result.paperId }))!
  const key = await initialsWanted(within.db, paper)
  if (!key || (await isAskedFor(within.db, paper.id, key))) return
  await askSignature(within, { paperId: paper.id, key, to: { queue } })
}

export async function askForNextOf(within: Call, dossierId: string) {
  const dossier = (await findDossier(within.db, dossierId))!
  await askForNext(within, { dossier, version: await getVersion(within.db, dossier.procedureVersionId) })
}
