import { findAccount } from '#server/accounts/index.ts'
import { grantsOfPost, loadPosts, queuesOf } from '#server/directory/index.ts'
import { attachResult, findDossier, returnElectronically, takeStep } from '#server/dossiers/index.ts'
import { findPaper } from '#server/papers/index.ts'
import { type Actor, type Call, type Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { placesOf } from '#server/signing/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type Step, type StepAct, stepOf } from '#server/procedures/index.ts'
import { listTasks, type Task } from '#server/workflow/index.ts'
import { cardOfResult } from './cards/index.ts'
import { outcomeOfPaper } from './paper-gate.ts'
import { findResult, findResultOfPaper, listResults, markResult, sizeOfFile } from './queries.ts'
import { askForNextOf, askSealBeside } from './requests.ts'
import type { DossierResult } from './schema.ts'

/** The signer as he acts in the post that holds the open step; undefined when he holds none that does. */
async function signerAsHolder(db: Db, accountId: string, open: Task, now: Date): Promise<Actor | undefined> {
  const account = await findAccount(db, accountId)
  if (!account?.personId) return undefined
  const on = vietnamDate(now)
  const posts = await loadPosts(db, on)
  const post = posts
    .heldBy(account.personId)
    .find((each) => (open.postId ? each.id === open.postId : queuesOf(each).includes(open.queue)))
  if (!post) return undefined
  return {
    ...{
      kind: 'official',
      id: account.id,
      name: post.holder ?? account.fullName,
      postId: post.id,
      postTitle: post.title,
    },
    ...{ organisationId: post.organisationId, grants: await grantsOfPost(db, post.id, on), queues: queuesOf(post) },
  }
}

/** The step that belongs to a signature given elsewhere; what stands in its way is kept with the result and shown at the workbench. */
async function followStep(call: Call, result: DossierResult, by: string, kinds: readonly string[], given: object) {
  const { db, now } = call
  const dossier = (await findDossier(db, result.dossierId))!
  const open = (await listTasks(db, dossier.id)).find((task) => !task.doneAt && !task.side)
  try {
    if (!open || !kinds.includes(open.stepKind)) throw new Refusal('dossiers.not-possible', { state: dossier.state })
    const actor = await signerAsHolder(db, by, open, now)
    if (!actor) throw new Refusal('dossiers.no-right', { act: open.stepKind })
    const { content } = await getVersion(db, dossier.procedureVersionId)
    const act = actOfPaper(stepOf(content, open.stepKey), result)
    if (!act) throw new Refusal('results.choose-at-workbench')
    await takeStep({ ...call, actor }, { dossierId: dossier.id, act: act.key, ...given })
    await askForNextOf({ ...call, actor }, dossier.id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await markResult(db, result.id, { stepFault: error.code })
  }
}

/** The act that a signed paper says: none where several say the same, as of minutes (hòa giải thành, không thành). */
function actOfPaper({ kind, acts }: Step, { outcome }: DossierResult): StepAct | undefined {
  if (kind !== 'decide') return acts[0]
  const saying = acts.filter((each) => outcomeOfPaper(each) === outcome)
  return saying.length === 1 ? saying[0] : undefined
}

const clauseOf = ({ data }: DossierResult) => (typeof data.clause === 'string' ? data.clause.slice(0, 400) : null)
const reasonOf = ({ data }: DossierResult) => (typeof data.reason === 'string' ? data.reason.slice(0, 4000) : null)

/** The result whose signature and seal move the dossier on; those beside it follow without a step. */
const isMain = async (db: Db, { dossierId, id }: DossierResult) => (await findResult(db, dossierId))?.id === id

/** Initials decide nothing: the head passes the dossier on himself. */
export async function isInitials({ db }: Call, told: { paperId: string; field: string }) {
  const { signs } = await placesOf(db, (await findPaper(db, { id: told.paperId }))!)
  return signs.find((each) => each.key === told.field)?.by === 'initials'
}

/** Listens: a leader signed at his list of papers (ký lô); the decision follows in the same transaction that takes the announcement. */
export async function afterSigned(call: Call, told: { paperId: string; field: string; signedBy: string }) {
  const result = await findResultOfPaper(call.db, told.paperId)
  if (result?.state !== 'draft' || (await isInitials(call, told))) return
  await markResult(call.db, result.id, { state: 'signed' })
  const paper = (await findPaper(call.db, { id: told.paperId }))!
  if (!(await isMain(call.db, result))) return askSealBeside(call, { result, paper })
  await followStep(call, { ...result, state: 'signed' }, told.signedBy, ['decide'], {
    ...{ remark: reasonOf(result), clause: clauseOf(result) },
  })
}

/** Listens: the records clerk sealed at his list (đóng dấu lô); number and step follow. */
export async function afterSealed(call: Call, told: { paperId: string; sealedBy: string }) {
  const result = await findResultOfPaper(call.db, told.paperId)
  if (result?.state !== 'signed') return
  const paper = (await findPaper(call.db, { id: told.paperId }))!
  await markResult(call.db, result.id, { state: 'sealed' })
  if (!(await isMain(call.db, result))) return
  await followStep(call, { ...result, state: 'sealed' }, told.sealedBy, ['number', 'sign-book'], {
    ...(paper.notation
      ? { resultNumber: paper.notation, resultOn: paper.numberedOn }
      : { resultNumber: (await findDossier(call.db, result.dossierId))!.code }),
  })
}

/**
 * Listens: every signature has its timestamp and revocation data (B-LT). The paper becomes the result the filer downloads, and where he
 * asked for the electronic one and the rules let it, the dossier is returned by itself when the last of its papers is complete.
 */
export async function afterComplete(call: Call, told: { paperId: string }) {
  const result = await findResultOfPaper(call.db, told.paperId)
  if (!result || result.attachmentId || !['signed', 'sealed'].includes(result.state)) return
  const [paper, dossier] = [
    (await findPaper(call.db, { id: told.paperId }))!,
    (await findDossier(call.db, result.dossierId))!,
  ]
  const attachmentId = await attachResult(call, result.dossierId, {
    ...{ documentKey: 'result', documentName: paper.title, sha256: paper.fileSha256 },
    ...{
      fileName: `ket-qua-${dossier.code}${result.part > 0 ? `-${result.resultKey}` : ''}.pdf`,
      mediaType: 'application/pdf',
    },
    sizeBytes: await sizeOfFile(call.db, paper.fileSha256),
    paperId: paper.id,
  })
  await markResult(call.db, result.id, { state: 'complete', attachmentId })
  const all = await listResults(call.db, dossier.id)
  if (dossier.state !== 'settled' || all.some((each) => each.state !== 'complete')) return
  // A printed card is handed over by somebody; its electronic copy alone does not end the dossier.
  if (await cardOfResult(call.db, all[0]!, call.now)) return
  await returnElectronically(call, dossier.id, all[0]!.attachmentId ?? attachmentId)
}
