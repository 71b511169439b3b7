import { getWorkCalendar, loadPosts } from '#server/directory/index.ts'
import { enterInBook } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { nextStep, type Step, type StepAct, stepOf } from '#server/procedures/index.ts'
import { moveTask } from '#server/workflow/index.ts'
import { change, eventOf, lockDossier, type Locked, tell } from './change.ts'
import { clockOf, timelinessOf } from './clock.ts'
import { askGuards } from './guards.ts'
import { clockHistory } from './history.ts'
import { keptUntil, taskOf } from './next-task.ts'
import { holderWords } from './place.ts'
import { answerFaults, filesOf } from './answers-of-bodies.ts'
import { turnIn } from './citizen-turn.ts'
import { type Dossier, type DossierPatch, listAttachments, type NewEvent } from './queries.ts'
import { requireHis } from './rights.ts'
import type { TakeStep } from './schema.ts'
import { stateInStep } from './state-machine.ts'
import { decideSuccession } from './succeed.ts'

/** All that lacks of an act, each at its field: its remark, what is to be confirmed, its clause, and the answer of a body outside with words or a file. */
export function stepFaults(step: Step, act: StepAct, command: Omit<TakeStep, 'dossierId'>, files = 0): Refusal[] {
  const faults: Refusal[] = []
  const answers = step.holder.role === 'outside'
  if (answers) faults.push(...answerFaults(step.answer, { answer: command.answer, words: command.remark, files }))
  else if (act.remark && !command.remark)
    faults.push(new Refusal('dossiers.remark-needed', { label: act.label }, 'remark'))
  if (act.confirm && !command.confirmed)
    faults.push(new Refusal('dossiers.confirm-needed', { confirm: act.confirm }, 'confirmed'))
  if (act.outcome === 'refuse' && !command.clause) faults.push(new Refusal('dossiers.clause-needed', {}, 'clause'))
  return faults
}

/**
 * Which act of the step is taken and where it leads. A remark is wanted where the step says so, a tick where it wants something
 * confirmed; a refusal names its clause; the last act of
 * all is the return of the result, which has its own act. @throws Refusal
 */
export function decideStep(world: Locked, command: TakeStep, step: Step, files = 0): { act: StepAct; next: Step } {
  const act = step.acts.find((each) => each.key === command.act)
  if (!act) throw new Refusal('dossiers.no-such-act', { act: command.act, step: step.name })
  refuseAll(stepFaults(step, act, command, files))
  const next = nextStep(world.version.content, step, act.key, world.dossier.answers, world.on)
  if (!next) throw new Refusal('dossiers.use-return')
  return { act, next }
}

/** The periods the law does not count: the clock stops on entering such a step and goes on when leaving it, with what was left. */
async function clockChange(
  call: Call,
  world: Locked,
  from: Step,
  to: Step,
): Promise<{ events: NewEvent[]; dueAt?: Date }> {
  if (from.clockStops === to.clockStops) return { events: [] }
  if (to.clockStops) return { events: [eventOf(call, 'clock-stopped', { step: to.key })] }
  const calendar = await getWorkCalendar(call.db, world.dossier.handlingId, vietnamDate(call.now))
  const history = await clockHistory(call.db, world.dossier.id)
  const clock = clockOf([...history, { kind: 'resumed', at: call.now }], calendar)
  const dueAt = clock?.dueAt ?? world.dossier.dueAt ?? call.now
  return { events: [eventOf(call, 'clock-resumed', { dueAt })], dueAt }
}

async function assignedPost(call: Call, queue: string, postId: string | null | undefined) {
  if (!postId) return undefined
  const posts = await loadPosts(call.db, vietnamDate(call.now))
  const post = posts.serving(queue).find((each) => each.id === postId)
  if (!post) throw new Refusal('dossiers.post-not-there', { postId })
  return post
}

/**
 * One step of the workflow (một bước quy trình): the holder takes one of its acts, the dossier goes to the holder of the next. An
 * assignment names the post and, if wanted, its time; a decision grants or refuses; the numbering step gives the number of the series.
 * When the next step is the return, the result has reached the desk: timeliness is judged now.
 */
export function takeStep(
  call: Call,
  command: TakeStep,
  /** What a later module did with this step, for the history. */
  beside: { said?: string } = {},
): Promise<{ id: string; code: string; stepKey: string; stepName: string }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const world = await lockDossier(within, 'step', command)
    const { dossier, version, directory } = world
    const open = requireHis(actor, world.step)
    const step = stepOf(version.content, open.stepKey)
    const files = step.holder.role === 'outside' ? filesOf(await listAttachments(db, dossier.id), open, actor.id) : 0
    const { act, next } = decideStep(world, command, step, files)
    await askGuards(within, { ...world, open, step, act })
    const sendingBack =
      version.content.workflow!.steps.findIndex((each) => each.key === next.key) <=
      version.content.workflow!.steps.indexOf(step)
    // Where units have ended meanwhile, the step goes where the dossier will be carried on.
    const place = decideSuccession(version.content, dossier, directory, vietnamDate(dossier.filedAt))
    const { task, holder } = await taskOf(within, next, { id: dossier.id, seq: open.seq + 1, place }, world, {
      dueAt: next.kind === 'return' ? keptUntil(now, dossier.dueAt, world.ruleSet) : (command.dueAt ?? null),
    })
    const post = await assignedPost(within, task.queue, step.kind === 'assign' ? command.assignTo : null)
    task.postId = post?.id ?? null
    const end = {
      taskId: open.id,
      at: now,
      by: actor.postId ?? actor.id,
      outcome: act.key,
      remark: command.remark ?? null,
    }
    if (!(await moveTask(db, end, task))) throw new Refusal('dossiers.changed-meanwhile')

    const clock = await clockChange(within, world, step, next)
    const dueAt = clock.dueAt ?? dossier.dueAt
    const settled = next.kind === 'return'
    const patch: DossierPatch = {
      ...{ state: stateInStep(next.kind), dueAt },
      ...{
        stepKey: next.key,
        stepName: next.name,
        holderId: holder.organisationId,
        holderWords: holderWords(directory, holder, post?.title),
      },
      ...(act.outcome ? { outcome: act.outcome, decidedAt: now } : {}),
      ...(settled ? { settledAt: now, timeliness: timelinessOf(dueAt ?? now, now) } : {}),
    }
    const facts: Record<string, unknown> = {
      step: step.key,
      act: act.key,
      label: act.label,
      to: next.key,
      back: sendingBack,
    }
    if (command.remark) facts.remark = command.remark
    if (act.confirm) facts.confirmed = act.confirm
    if (beside.said) facts.said = beside.said
    const answer = step.answer?.choices.find((each) => each.key === command.answer)
    if (answer) facts.answer = answer.label
    if (command.clause) facts.clause = command.clause
    if (act.outcome) facts.outcome = act.outcome
    if (post) facts.assignedTo = post.id
    if (['number', 'sign-book'].includes(step.kind) && !sendingBack)
      Object.assign(facts, await resultNumber(within, world, open.organisationId, command))
    const kind = settled ? 'settled' : 'step-taken'
    await change(within, dossier, patch, { kind, facts, chain: open.organisationId, also: clock.events })
    if (!settled && turnIn(next)) tell(within, { ...dossier, ...patch } as Dossier, 'your-turn')
    return { id: dossier.id, code: dossier.code!, stepKey: next.key, stepName: next.name }
  })
}

/** The number of the result: as it was given with a paper or written from a book of paper, else the next of the book of unit, kind and year. */
async function resultNumber(call: Call, { version, dossier }: Locked, organisationId: string, command: TakeStep) {
  const on = command.resultOn ?? vietnamDate(call.now)
  const series = version.content.results[0]?.numberSeries ?? 'Sổ văn bản đi'
  if (command.resultNumber) return { resultNumber: command.resultNumber, resultOn: on, series }
  const entry = { organisationId, kind: series, subject: `Hồ sơ ${dossier.code}`, on }
  return { resultNumber: `${(await enterInBook(call, entry)).number}`, resultOn: on, series }
}
