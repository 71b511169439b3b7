import { timingSafeEqual } from 'node:crypto'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { type Actor, type Call, may } from '#server/platform/call.ts'
import { noteSeen } from '#server/platform/read-trail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  type Answer,
  type AnswerFault,
  documentsFor,
  doubtsOf,
  getVersion,
  type RequiredDocument,
  type StepAct,
  stepOf,
} from '#server/procedures/index.ts'
import { listPapersById, type Paper, wordsOfState } from '#server/papers/index.ts'
import { copyStateWords, listCopiesById, type SignedCopy } from '#server/signing/index.ts'
import { listTasks, type Task } from '#server/workflow/index.ts'
import { hashOfSecret } from './accept.ts'
import { readCode } from './code.ts'
import { listCompletionItems, listDocumentChecks } from './desk-queries.ts'
import { type DossierEvent, listEvents } from './lists.ts'
import { holderOf, holderWords } from './place.ts'
import { type AnswerSection, playedBack, withNumbersCovered } from './played-back.ts'
import { collectedHow } from './collected-how.ts'
import { type Turn, turnOf } from './citizen-turn.ts'
import { clockNow, type Progress, progressFrom } from './progress.ts'
import {
  type AttachmentRow,
  type Dossier,
  findDossier,
  findDossierByCode,
  findDossierPlace,
  listAttachments,
} from './queries.ts'
import { whyNotHis } from './rights.ts'
import { type DossierAct, isPossible } from './state-machine.ts'

/** One stretch of the way: a task that was, or is, with its holder as post and unit. */
export type WayStep = Pick<
  Task,
  | 'id'
  | 'stepKey'
  | 'stepName'
  | 'stepKind'
  | 'givenAt'
  | 'receivedAt'
  | 'dueAt'
  | 'doneAt'
  | 'outcome'
  | 'remark'
  | 'side'
> & {
  holder: string
  act: string | null
  late: boolean
}
type Standing = { code: string; notation: string | null; numberedOn: string | null; valid: boolean; words: string }
/**
 * A paper handed in, and the paper of the person's own store it is, checked by us when it was put in; of a result, its paper and whether it
 * still holds; of a result on paper, the signed copy that it is (bản sao điện tử).
 */
export type SeenAttachment = AttachmentRow & {
  fromStore: Standing | null
  issued: (Standing & { state: Paper['state'] }) | null
  copy: Standing | null
}

type Kept = { papers: readonly Paper[]; copies: readonly SignedCopy[] }
function standingOf({ papers, copies }: Kept, id: string | null): Standing | null {
  const paper = papers.find((each) => each.id === id)
  const copy = copies.find((each) => each.id === id)
  const found = paper ?? copy
  if (!found) return null
  const { code, notation, numberedOn, state } = found
  const words = paper ? wordsOfState(paper.state) : copyStateWords(copy!.state)
  return { code, notation, numberedOn, valid: state === 'valid', words }
}

export type PaperLine = RequiredDocument & {
  check: { verdict: string; remark: string | null } | undefined
  files: SeenAttachment[]
}

/** Everything about one dossier, for its filer and for the officials who may view it. */
export type DossierView = {
  dossier: Dossier
  progress: Progress
  procedure: { code: string; name: string; field: string; versionId: string }
  sections: AnswerSection[]
  /** For officials: answers that contradict each other or are hardly right, as on the day of filing. */
  doubts: AnswerFault[]
  papers: PaperLine[]
  attachments: SeenAttachment[]
  completion: Awaited<ReturnType<typeof listCompletionItems>>
  way: WayStep[]
  /** Steps of the workflow still ahead, in order. */
  ahead: { key: string; name: string; kind: string }[]
  events: DossierEvent[]
  /** Of the open step: the acts this actor may take; empty when it is not his. */
  acts: StepAct[]
  /** What else this actor may do now. */
  powers: DossierAct[]
  whyNot: 'no-right' | 'held-by-other' | null
  consults: { body: string }[]
  candidates: { id: string; title: string; holder: string | null }[]
  opinions: WayStep[]
  /** Of a step that a body outside holds: what it may answer. */
  answer: Answer | null
  /** The filer's turn in the open step. */
  turn: Turn | null
  /** Of a result that waits: where and with what it is collected, and what is owed. */
  collecting: string | null
  /** Queue of each task. */
  queuesOf: Record<string, string>
}

export type ViewKey = { id: string } | { code: string; secret?: string }

type PlaceOf = Pick<Dossier, 'filerAccountId' | 'deskId' | 'receivingId' | 'handlingId'>
const ownerOf = (actor: Actor, dossier: PlaceOf) => actor.kind === 'citizen' && dossier.filerAccountId === actor.id
const holdsReceipt = (key: ViewKey, dossier: Dossier) => {
  if (!('secret' in key) || !key.secret || !dossier.receiptSecretHash) return false
  return timingSafeEqual(hashOfSecret(key.secret), dossier.receiptSecretHash)
}

/** Whether this actor may see the dossier in full: its filer, or an official who may view at its desk, its receiving or its handling unit, or holds a task of it. */
export const mayView = (actor: Actor, dossier: PlaceOf, queues: readonly string[] = []) =>
  ownerOf(actor, dossier) ||
  (actor.kind === 'official' &&
    ([dossier.deskId, dossier.receivingId, dossier.handlingId].some((id) => may(actor, 'dossiers.view', id)) ||
      queues.some((queue) => actor.queues.includes(queue))))

/** The id behind a code, for whoever may see the dossier. @throws Refusal `dossiers.unknown` also when the actor may not. */
export async function findViewableId({ db, actor }: Call, code: string): Promise<string> {
  const dossier = await findDossierPlace(db, readCode(code))
  if (!dossier) throw new Refusal('dossiers.unknown')
  if (!mayView(actor, dossier)) {
    const tasks = await listTasks(db, dossier.id)
    const queues = tasks.map((task) => task.queue)
    if (!mayView(actor, dossier, queues)) throw new Refusal('dossiers.unknown')
  }
  return dossier.id
}

const DESK_ACTS: [DossierAct, string][] = [
  ['accept', 'dossiers.accept'],
  ['ask-completion', 'dossiers.ask-completion'],
  ['decline', 'dossiers.decline'],
  ['record-fee', 'dossiers.accept'],
  ['supply-completion', 'dossiers.file-at-desk'],
]

/** @throws Refusal `dossiers.unknown` also when the actor may not see it: nobody learns that it exists. */
export async function viewDossier(call: Call, key: ViewKey): Promise<DossierView> {
  const { db, actor, now } = call
  const dossier = 'id' in key ? await findDossier(db, key.id) : await findDossierByCode(db, readCode(key.code))
  if (!dossier) throw new Refusal('dossiers.unknown')
  const on = vietnamDate(dossier.filedAt)
  const [tasks, version, directory, posts] = await Promise.all([
    listTasks(db, dossier.id),
    getVersion(db, dossier.procedureVersionId),
    loadDirectory(db, vietnamDate(now)),
    loadPosts(db, vietnamDate(now)),
  ])
  const queues = tasks.map((task) => task.queue)
  if (!mayView(actor, dossier, queues) && !holdsReceipt(key, dossier)) throw new Refusal('dossiers.unknown')
  if (actor.id !== dossier.filerAccountId)
    noteSeen(call, 'dossiers.seen', dossier.handlingId, dossier.id, { code: dossier.code })
  const [attachments, checks, completion, events, clock] = await Promise.all([
    listAttachments(db, dossier.id),
    listDocumentChecks(db, dossier.id),
    listCompletionItems(db, dossier.id),
    listEvents(db, dossier.id),
    clockNow(db, dossier, version, now),
  ])
  const { content } = version
  const way = tasks.map((task): WayStep => {
    const step = content.workflow?.steps.find((each) => each.key === task.stepKey)
    const { id, stepKey, stepName, stepKind, givenAt, receivedAt, dueAt, doneAt, outcome, remark, side } = task
    return {
      ...{ id, stepKey, stepName, stepKind, givenAt, receivedAt, dueAt, doneAt, outcome, remark, side },
      holder: holderWords(directory, task, task.postId ? posts.all.get(task.postId)?.title : undefined),
      act: step?.acts.find((each) => each.key === outcome)?.label ?? null,
      late: (doneAt ?? now) > dueAt,
    }
  })
  const open = tasks.find((task) => !task.doneAt && !task.side)
  const whyNot = open ? whyNotHis(actor, open) : ('no-right' as const)
  const steps = content.workflow?.steps ?? []
  const here = steps.findIndex((each) => each.key === dossier.stepKey)
  const step = open ? stepOf(content, open.stepKey) : undefined
  const mine = open !== undefined && whyNot === null
  const desk = DESK_ACTS.filter(([, right]) => may(actor, right, dossier.deskId)).map(([act]) => act)
  const powers: DossierAct[] = [
    ...desk.filter((act) => act === 'record-fee' || act === 'supply-completion' || mine),
    ...(mine ? (['receive-task', 'step', 'attach', 'return', 'ask-opinion'] as const) : []),
    ...(open && may(actor, 'dossiers.reassign', open.organisationId) ? (['reassign'] as const) : []),
    ...(ownerOf(actor, dossier) ? (['withdraw', 'supply-completion'] as const) : []),
  ].filter((act) => isPossible(act, dossier.state))
  const target = step?.kind === 'assign' ? steps.find((each) => each.key === step.acts[0]?.to) : undefined
  const nextQueue = target && holderOf(directory, target, dossier).queue
  const queue = nextQueue ?? open?.queue
  const ids = [...new Set(attachments.flatMap((each) => each.paperId ?? []))]
  const kept = { papers: await listPapersById(db, ids), copies: await listCopiesById(db, ids) }
  const seen = attachments
    .filter((each) => actor.kind === 'official' || each.kind !== 'working')
    .map((each) => {
      const standing = standingOf(kept, each.paperId)
      if (each.kind !== 'result') return { ...each, fromStore: standing, issued: null, copy: null }
      const state = kept.papers.find(({ id }) => id === each.paperId)?.state
      const issued = standing && state ? { ...standing, state } : null
      return { ...each, fromStore: null, issued, copy: issued ? null : standing }
    })
  return {
    dossier,
    progress: progressFrom(dossier, version, directory, clock),
    procedure: { code: content.code, name: content.name, field: content.field, versionId: version.id },
    sections: actor.owesIdentityCode
      ? withNumbersCovered(playedBack(content, dossier.answers, directory, on))
      : playedBack(content, dossier.answers, directory, on),
    doubts: actor.kind === 'official' && content.form ? doubtsOf(content.form, dossier.answers, on) : [],
    papers: documentsFor(content, dossier.answers, on).map((document) => ({
      ...document,
      check: checks.find((check) => check.documentKey === document.key),
      files: seen.filter((each) => each.documentKey === document.key),
    })),
    attachments: seen,
    completion,
    way,
    ahead:
      dossier.endedAt || here < 0
        ? []
        : steps.slice(here + 1).map(({ key: stepKey, name, kind }) => ({ key: stepKey, name, kind })),
    events,
    acts: mine && step && isPossible('step', dossier.state) ? step.acts : [],
    powers: [...new Set(powers)],
    whyNot,
    consults: step?.consults.map(({ body }) => ({ body })) ?? [],
    candidates: queue ? posts.serving(queue).map(({ id, title, holder }) => ({ id, title, holder })) : [],
    answer: (step?.holder.role === 'outside' && step.answer) || null,
    turn: turnOf(directory, dossier, step, open),
    collecting: dossier.state === 'settled' ? collectedHow(dossier, version, attachments, directory) : null,
    opinions: way.filter((each) => each.side),
    queuesOf: Object.fromEntries(tasks.map((task) => [task.id, task.queue])),
  }
}
