import type { Task } from '#server/workflow/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Answer, Step } from '#server/procedures/index.ts'
import type { AttachmentRow } from './queries.ts'

/** What a body that is asked for its opinion may say where the procedure names nothing else. */
const AGREES: Answer = {
  title: 'Cho ý kiến',
  choices: [
    { key: 'agree', label: 'Đồng ý', file: false },
    { key: 'object', label: 'Không đồng ý', file: false },
  ],
}

/** The choices of an opinion (ý kiến phối hợp). */
export const answerOfConsult = (consult: Pick<Step['consults'][number], 'body' | 'answer'>): Answer =>
  consult.answer ?? { ...AGREES, title: `Ý kiến của ${consult.body}` }

/** The consultation that a side task came of: of its step, by the name that the task was given. */
export const consultOf = (step: Pick<Step, 'consults'> | undefined, task: Pick<Task, 'stepName'>) =>
  step?.consults.find((each) => task.stepName === opinionName(each.body))

/** What a side task is called. */
export const opinionName = (body: string) => `Cho ý kiến: ${body}`

type Given = { answer?: string | null | undefined; words?: string | null | undefined; files: number }

/**
 * An answer of another body is an answer: one of its choices, with words or a file; all that lacks at once.
 * `dossiers.answer-choice`, `dossiers.answer-empty`, `dossiers.answer-wants-file`.
 */
export function answerFaults(wanted: Pick<Answer, 'choices'> | undefined, given: Given): Refusal[] {
  const chosen = wanted?.choices.find((each) => each.key === given.answer)
  const faults: Refusal[] = []
  if (wanted && !chosen)
    faults.push(
      new Refusal('dossiers.answer-choice', { choices: wanted.choices.map((each) => `"${each.label}"`) }, 'answer'),
    )
  if (given.files > 0) return faults
  if (chosen?.file) faults.push(new Refusal('dossiers.answer-wants-file', { label: chosen.label }, 'words'))
  else if (!given.words?.trim()) faults.push(new Refusal('dossiers.answer-empty', {}, 'words'))
  return faults
}

/** Files that whoever answers added since the task is theirs. */
export const filesOf = (attachments: readonly AttachmentRow[], task: Pick<Task, 'givenAt'>, actorId: string) =>
  attachments.filter(
    (each) => each.addedBy === actorId && each.addedAt >= task.givenAt && ['working', 'result'].includes(each.kind),
  ).length
