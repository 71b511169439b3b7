import type { Duration, TimeLimit, Workflow } from '#server/procedures/schema.ts'
import { conditionFaults, type Form } from './form.ts'

const CLOCK_HOURS = { 'working-hour': 1, 'working-day': 8, 'same-day': 8 } as const
const CALENDAR_DAYS = { 'calendar-day': 1, month: 30 } as const

/** Working hours or calendar days: two durations may be compared only within one of the two. */
function measured({ amount, unit }: Duration): { in: 'hours' | 'days'; amount: number } {
  if (unit === 'same-day') return { in: 'hours', amount: CLOCK_HOURS['same-day'] }
  if (unit === 'calendar-day' || unit === 'month') return { in: 'days', amount: amount * CALENDAR_DAYS[unit] }
  return { in: 'hours', amount: amount * CLOCK_HOURS[unit] }
}

/** The way a dossier goes when nothing happens: the first act of each step. Conditional and stopped steps take no time of it. */
function allottedOnTheWay(workflow: Workflow): { hours: number; days: number } {
  const sum = { hours: 0, days: 0 }
  const seen = new Set<string>()
  let step = workflow.steps[0]
  while (step && !seen.has(step.key)) {
    seen.add(step.key)
    const allotted = measured(step.allotted)
    if (!step.when && !step.clockStops && step.allotted.unit !== 'same-day') sum[allotted.in] += allotted.amount
    const next = step.acts[0]?.to
    step = workflow.steps.find(({ key }) => key === next)
  }
  return sum
}

function limitFaults(workflow: Workflow, limits: TimeLimit[]): string[] {
  const main = limits.find((limit) => !limit.when && !limit.chosenAtDesk) ?? limits[0]
  if (!main) return ['no time limit']
  const limit = measured(main)
  const sum = allottedOnTheWay(workflow)
  if (sum.hours > 0 && sum.days > 0)
    return [`allotted times mix working time (${sum.hours} h) and calendar days (${sum.days})`]
  const spent = sum[limit.in]
  const name = `the limit "${main.key}" of ${main.amount} ${main.unit}`
  return spent > limit.amount + 1e-9
    ? [`allotted times add up to ${spent} ${limit.in}, over ${limit.amount} of ${name}`]
    : []
}

/** Steps and acts lead somewhere, send-backs and refusals carry a remark, decisions have outcomes, times fit the limit. */
export function workflowFaults(workflow: Workflow, limits: TimeLimit[], form: Form): string[] {
  const faults: string[] = []
  const { steps } = workflow
  const keys = steps.map(({ key }) => key)
  for (const key of new Set(keys))
    if (keys.filter((other) => other === key).length > 1) faults.push(`step "${key}" stands twice`)
  if (steps[0]?.kind !== 'receive') faults.push('the first step is not "receive"')
  if (steps.at(-1)?.kind !== 'return') faults.push('the last step is not "return"')

  const reached = new Set<string>(keys.slice(0, 1))
  for (const from of reached)
    for (const { to } of steps.find(({ key }) => key === from)?.acts ?? []) if (to !== null) reached.add(to)

  for (const [at, step] of steps.entries()) {
    const where = `step "${step.key}"`
    if (!reached.has(step.key)) faults.push(`${where} is never reached`)
    if (step.when) faults.push(...conditionFaults(form, step.when, `${where} when`))
    if (step.kind === 'wait' && !step.waitsFor) faults.push(`${where} waits for nobody`)
    const units = [step.holder.unit, ...step.consults.map(({ unit }) => unit)]
    if (units.some((unit) => unit.of === 'fixed' && !unit.organisation))
      faults.push(`${where}: fixed unit without organisation`)
    if (step.when && step.acts[0]?.to != null && keys.indexOf(step.acts[0].to) <= at)
      faults.push(`${where} may be left out, so its first act must lead on`)
    if (step.kind === 'decide') {
      const outcomes = step.acts.map(({ outcome }) => outcome)
      if (!outcomes.includes('other') && !(outcomes.includes('grant') && outcomes.includes('refuse')))
        faults.push(`${where} decides nothing: it needs acts with outcome grant and refuse, or other`)
    }
    const acts = step.acts.map(({ key }) => key)
    if (new Set(acts).size < acts.length) faults.push(`${where}: two acts with one key`)
    for (const act of step.acts) {
      const what = `${where}, act "${act.key}"`
      if (act.to !== null && !keys.includes(act.to)) faults.push(`${what} leads to "${act.to}", which is no step`)
      if (act.to === null && at < steps.length - 1) faults.push(`${what} ends the way before the last step`)
      const back = act.to !== null && keys.indexOf(act.to) <= at && keys.includes(act.to)
      if (back && !act.remark && step.kind !== 'wait' && step.kind !== 'revise')
        faults.push(`${what} sends back without a remark`)
      if (act.outcome && step.kind !== 'decide') faults.push(`${what} has an outcome, but the step does not decide`)
      if (act.outcome === 'refuse' && !act.remark) faults.push(`${what} refuses without a remark`)
    }
  }
  return [...faults, ...limitFaults(workflow, limits)]
}
