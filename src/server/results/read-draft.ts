import { turnIn, viewDossier } from '#server/dossiers/index.ts'
import { readWatermarked } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { getVersion } from '#server/procedures/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { findResult } from './queries.ts'

/**
 * Đọc bản thảo ở nhà: the draft of the result while the filer is asked to read it, in the hands of the filer alone, with "bản thảo" across
 * every page; it is no paper, has no code that could be checked and is kept nowhere.
 * @throws Refusal `results.paper-unknown` to everybody else, before the step and after it.
 */
export async function readDraft(call: Call, code: string): Promise<{ pdf: Uint8Array; fileName: string }> {
  const { db, actor, now } = call
  const unknown = () => new Refusal('results.paper-unknown')
  const view = await viewDossier(call, { code }).catch((error: unknown) => {
    throw error instanceof Refusal ? unknown() : error
  })
  const { dossier } = view
  if (actor.kind !== 'citizen' || dossier.filerAccountId !== actor.id) throw unknown()
  const { content } = await getVersion(db, dossier.procedureVersionId)
  const open = (await listTasks(db, dossier.id)).find((task) => !task.doneAt && !task.side)
  const turn = turnIn(content.workflow?.steps.find((each) => each.key === open?.stepKey))
  const result = turn?.readsDraft ? await findResult(db, dossier.id) : undefined
  if (!result || result.state !== 'draft' || !result.templateKey) throw unknown()
  const pdf = await readWatermarked(call, { paperId: result.paperId, data: result.data, words: 'BẢN THẢO', at: now })
  return { pdf, fileName: `ban-thao-${dossier.code}.pdf` }
}
