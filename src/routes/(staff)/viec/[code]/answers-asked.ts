import { own } from '#own-keys'
import { answerOfConsult, consultOf, type DossierView } from '#server/dossiers/index.ts'
import type { Actor } from '#server/platform/call.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'

const options = (choices: readonly { key: string; label: string; file: boolean }[]) =>
  choices.map(({ key, label, file }) => ({ value: key, label, ...(file ? { hint: 'Kèm tệp văn bản trả lời.' } : {}) }))

/** Opinions that were asked for, with their answers in words; those this official may answer, as their body reads them; the answer of a body outside that holds the open step. */
export function answersAsked(view: DossierView, content: ProcedureContent, actor: Actor) {
  const steps = content.workflow?.steps ?? []
  const opinions = view.opinions.map((each) => {
    const step = steps.find(({ key }) => key === each.stepKey)
    const wanted = answerOfConsult(consultOf(step, each) ?? { body: each.stepName })
    const given = wanted.choices.find(({ key }) => key === each.outcome)?.label ?? null
    return { ...each, given, title: wanted.title, choices: options(wanted.choices) }
  })
  const isTheirs = (id: string) => actor.queues.some((queue) => own(view.queuesOf, id) === queue)
  const open = view.way.find((each) => !each.doneAt && !each.side)
  const step = steps.find(({ key }) => key === open?.stepKey)
  const outside = step?.holder.role === 'outside' ? step : null
  return {
    opinions,
    toAnswer: opinions.filter((each) => !each.doneAt && isTheirs(each.id)),
    answer: outside && {
      title: outside.answer?.title ?? `Trả lời: ${outside.name}`,
      choices: options(outside.answer?.choices ?? []),
    },
  }
}
