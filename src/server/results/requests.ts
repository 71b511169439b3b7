import { findDossier, type Held } from '#server/dossiers/index.ts'
import { getVersion } from '#server/procedures/index.ts'
import { findPaper, type Paper, type PaperHouse } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { askSignature, initialsWanted, isAskedFor, withdrawRequest } from '#server/signing/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { placeOf } from './places.ts'
import { replaceDraft } from './replace-draft.ts'
import { listResults } from './queries.ts'
import type { DossierResult } from './schema.ts'
import { seriesOf } from './templates.ts'

/** Takes back what was asked of the leader for a draft. */
export async function withdrawRequestOf(within: Call, { paperId }: Pick<DossierResult, 'paperId'>): Promise<Paper> {
  const paper = (await findPaper(within.db, { id: paperId }))!
  await withdrawRequest(within, { paperId, key: await placeOf(within.db, paper, 'leader') })
  return paper
}

/**
 * What was asked of the leader falls when the dossier leaves him without his signature; the draft that goes back is set afresh, so that
 * it may be asked for again and wants its approvals again.
 */
export async function withdrawAsked(within: Call, house: PaperHouse, held: Held) {
  if (held.step.kind !== 'decide') return
  for (const still of await listResults(within.db, held.dossier.id)) {
    if (still.state !== 'draft') continue
    const { organisationId, title } = await withdrawRequestOf(within, still)
    await replaceDraft(within, house, still, still, { organisationId, title })
  }
}

const NUMBERING: readonly string[] = ['number', 'sign-book']

/** Trình ký, chuyển văn thư: when the dossier comes to the decision or the numbering, its papers are asked of whoever holds that step. */
export async function askForNext(within: Call, { dossier, version }: Pick<Held, 'dossier' | 'version'>) {
  const open = (await listTasks(within.db, dossier.id)).find((task) => !task.doneAt && !task.side)
  if (open?.stepKind === 'check')
    for (const draft of await listResults(within.db, dossier.id))
      if (draft.state === 'draft') await askForInitials(within, draft, open.queue)
  const wanted =
    open?.stepKind === 'decide'
      ? (['draft', 'leader'] as const)
      : open && NUMBERING.includes(open.stepKind)
        ? (['signed', 'seal'] as const)
        : null
  if (!open || !wanted) return
  const [state, place] = wanted
  for (const { resultKey, paperId } of (await listResults(within.db, dossier.id)).filter(
    (each) => each.state === state,
  )) {
    const paper = (await findPaper(within.db, { id: paperId }))!
    const series = place === 'seal' ? await seriesOf(within.db, { dossier, version }, { resultKey, paper }) : undefined
    await askSignature(within, {
      ...{ paperId, key: await placeOf(within.db, paper, place), dueAt: open.dueAt },
      to: open.postId ? { postId: open.postId } : { queue: open.queue },
      ...(series ? { numbering: series } : {}),
    })
  }
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

type Prepared = { result: DossierResult; paper: Paper }

/** What stands beside a decided result is asked of the leader of the unit that holds the dossier (trình ký ghi chú). */
export async function askAfterDecision(within: Call, { paper }: Prepared, open: Pick<Held['open'], 'dueAt'>) {
  await askSignature(within, {
    ...{ paperId: paper.id, key: await placeOf(within.db, paper, 'leader'), dueAt: open.dueAt },
    to: { queue: `${paper.organisationId}/leader` },
  })
}

/** A paper beside the result that its leader signed after the dossier had left him goes to the records clerk by itself. */
export async function askSealBeside(within: Call, { result, paper }: Prepared) {
  const dossier = (await findDossier(within.db, result.dossierId))!
  const version = await getVersion(within.db, dossier.procedureVersionId)
  const open = (await listTasks(within.db, dossier.id)).find((task) => !task.doneAt && !task.side)
  if (!open || open.stepKind === 'decide') return
  const series = await seriesOf(within.db, { dossier, version }, { resultKey: result.resultKey, paper })
  await askSignature(within, {
    ...{ paperId: paper.id, key: await placeOf(within.db, paper, 'seal'), dueAt: open.dueAt },
    to: { queue: `${paper.organisationId}/records-clerk` },
    ...(series ? { numbering: series } : {}),
  })
}
