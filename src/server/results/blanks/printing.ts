import type { DossierResult } from '../schema.ts'
import { holds, type ProcedureContent, type Step } from '#server/procedures/index.ts'
import type { BlankOfSubject } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'

type ContentResult = ProcedureContent['results'][number]
/** What of a procedure is printed on State blanks (phôi), and at which step. */
export type Printing = { result: ContentResult; templateKey: string; originals: number; step: Step }

/** Steps that write into a book: the parties sign it, or the records clerk numbers. */
export const BOOKS: readonly string[] = ['sign-book', 'number']
const stepsOf = (content: Pick<ProcedureContent, 'workflow'>) => content.workflow?.steps ?? []
const placeOf = (content: Pick<ProcedureContent, 'workflow'>, key: string | null) =>
  stepsOf(content).findIndex((each) => each.key === key)
const decisionOf = (content: Pick<ProcedureContent, 'workflow'>) =>
  stepsOf(content).findIndex((each) => each.kind === 'decide')

/**
 * The result on a State blank, and the step where it is printed: the one that prints before the leader signs; without one, where the
 * parties sign the book; without either, where the number is given.
 */
export function printingOf(content: Pick<ProcedureContent, 'results' | 'workflow'>): Printing | undefined {
  const result = content.results.find((each) => each.kind === 'state-blank' && each.templateBlank)
  if (!result) return undefined
  const steps = stepsOf(content)
  const before = steps.slice(0, Math.max(decisionOf(content), 0))
  const step =
    before.find((each) => each.kind === 'print') ??
    before.find((each) => each.kind === 'sign-book') ??
    steps.find((each) => each.kind === 'number')
  if (!step) return undefined
  const { templateBlank, originals = 1 } = result
  return { result, templateKey: templateBlank!, originals, step }
}

/** Whether the blank must be printed for these answers: a change of land may be noted on the certificate there is (ghi biến động). */
export const mustPrint = ({ result }: Printing, answers: unknown, on: string) =>
  !result.blankWhen || holds(result.blankWhen, answers, on)

/** Whether a step gives the number of an event before the leader decides: the book is signed first, the paper after (Luật Hộ tịch 2014 art. 16, 18). */
export const entersEvent = (content: Pick<ProcedureContent, 'workflow'>, step: Pick<Step, 'key' | 'kind'>) =>
  BOOKS.includes(step.kind) && placeOf(content, step.key) < decisionOf(content)

/** The result whose event is numbered in a book of its own: of civil status, or of certificates on State blanks. */
export const eventOf = (content: Pick<ProcedureContent, 'results'>) =>
  content.results.find((each) => each.kind === 'state-blank' || each.symbol === '{year}')

/** The steps at which blanks are printed: from the printing step on, with whoever prints or numbers. */
export const mayPrintAt = (content: ProcedureContent, printing: Printing, step: Pick<Step, 'key' | 'kind'>) =>
  ['print', ...BOOKS].includes(step.kind) && placeOf(content, step.key) >= placeOf(content, printing.step.key)

/** Blanks of a dossier that hold: printed, and nobody sent their result back. */
export const printedOf = (blanks: readonly BlankOfSubject[]) =>
  blanks.filter((each) => each.state === 'used' && each.returnedReason === null)
export const toSpoil = (blanks: readonly BlankOfSubject[]) =>
  blanks.filter((each) => each.state === 'used' && each.returnedReason !== null)

export type BlankWorld = {
  content: ProcedureContent
  step: Step
  act: { to: string | null; outcome?: string | undefined }
  result: Pick<DossierResult, 'outcome'> | undefined
  /** What was answered, and the day it was filed. */
  answers: unknown
  on: string
  /** What the leader has decided already. */
  decided: string | null
  blanks: readonly BlankOfSubject[]
  /** The unit has received blanks of this kind. */
  keeps: boolean
}

/**
 * Whether a step may pass: where the result is a State blank and the unit keeps blanks, nothing goes to the leader or past the records clerk
 * until every original is printed, and a blank whose result was sent back is marked spoiled first. Refusals and steps back pass; a unit
 * that has received no blanks goes on as before.
 * @throws Refusal `results.blank-to-spoil`, `results.blank-no-result`, `results.blank-not-printed`.
 */
export function decideBlankGate(world: BlankWorld): void {
  const { content, step, act, result, decided, blanks, keeps } = world
  const printing = printingOf(content)
  if (!printing) return
  const [here, from] = [placeOf(content, step.key), placeOf(content, printing.step.key)]
  const goesBack = act.to !== null && placeOf(content, act.to) <= here
  if (here < from || step.kind === 'return' || goesBack) return
  if (act.outcome === 'refuse' || decided === 'refuse' || result?.outcome === 'refuse') return
  const waiting = toSpoil(blanks)
  if (waiting.length > 0)
    throw new Refusal('results.blank-to-spoil', { serials: waiting.map((each) => each.words).join(', ') })
  if (!keeps || !mustPrint(printing, world.answers, world.on)) return
  if (!result) {
    if (here < decisionOf(content)) throw new Refusal('results.blank-no-result', { name: printing.result.name })
    return
  }
  const printed = printedOf(blanks).length
  if (printed < printing.originals)
    throw new Refusal('results.blank-not-printed', {
      ...{ name: printing.result.name, printed, originals: printing.originals },
    })
}
