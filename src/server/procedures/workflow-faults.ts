import { conditionFaults, type Form } from './forms/form-schema.ts'
import type { Duration, TimeLimit, Workflow } from './schema.ts'

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

/** The sum of the allotted times beside the limit that holds when no case is chosen, both in hours or both in days. */
export function allottedAgainst(workflow: Workflow, limits: TimeLimit[]) {
  const main = limits.find((limit) => !limit.when && !limit.chosenAtDesk) ?? limits[0]
  const limit = main ? measured(main) : undefined
  const sum = allottedOnTheWay(workflow)
  return {
    ...{ main, unit: limit?.in ?? 'hours', limit: limit?.amount ?? 0, spent: sum[limit?.in ?? 'hours'] },
    ...{ sameDay: main?.unit === 'same-day', mixed: sum.hours > 0 && sum.days > 0, sum },
  }
}

/** Allotted times that do not fit the limit: told, not refused, since steps may run side by side. */
export function limitWarnings(workflow: Workflow, limits: TimeLimit[]): string[] {
  const { main, unit, limit, spent, mixed, sum } = allottedAgainst(workflow, limits)
  if (!main) return ['Chưa có thời hạn giải quyết.']
  if (mixed) return [`Thời gian các bước lẫn giờ làm việc (${sum.hours}) và ngày lịch (${sum.days}).`]
  const name = `thời hạn "${main.name}" (${main.amount} ${main.unit})`
  return spent > limit + 1e-9
    ? [`Thời gian các bước cộng lại ${spent} ${unit === 'hours' ? 'giờ' : 'ngày'}, vượt ${limit} của ${name}.`]
    : []
}

/** Steps and acts lead somewhere, send-backs and refusals carry a remark, decisions have outcomes. */
export function workflowFaults(workflow: Workflow, form: Form): string[] {
  const faults: string[] = []
  const { steps } = workflow
  const keys = steps.map(({ key }) => key)
  for (const key of new Set(keys))
    if (keys.filter((other) => other === key).length > 1) faults.push(`Bước "${key}" có hai lần.`)
  if (steps[0]?.kind !== 'receive') faults.push('Bước đầu phải là tiếp nhận (receive).')
  if (steps.at(-1)?.kind !== 'return') faults.push('Bước cuối phải là trả kết quả (return).')

  const reached = new Set<string>(keys.slice(0, 1))
  for (const from of reached)
    for (const { to } of steps.find(({ key }) => key === from)?.acts ?? []) if (to !== null) reached.add(to)

  for (const [at, step] of steps.entries()) {
    const where = `Bước "${step.name}" (${step.key})`
    if (!reached.has(step.key)) faults.push(`${where}: không có bước nào dẫn đến.`)
    if (step.when) faults.push(...conditionFaults(form, step.when, `${where} when`))
    if (step.kind === 'wait' && !step.waitsFor) faults.push(`${where}: là bước chờ mà không ghi chờ ai (waitsFor).`)
    const units = [step.holder.unit, ...step.consults.map(({ unit }) => unit)]
    if (units.some((unit) => unit.of === 'fixed' && !unit.organisation))
      faults.push(`${where}: đơn vị cố định (fixed) mà không ghi đơn vị nào.`)
    if (step.when && step.acts[0]?.to != null && keys.indexOf(step.acts[0].to) <= at)
      faults.push(`${where}: có thể bỏ qua nên việc thứ nhất phải dẫn tới bước sau.`)
    if (step.kind === 'decide') {
      const outcomes = step.acts.map(({ outcome }) => outcome)
      if (!outcomes.includes('other') && !(outcomes.includes('grant') && outcomes.includes('refuse')))
        faults.push(`${where}: bước quyết định cần việc có outcome grant và refuse, hoặc other.`)
    }
    const acts = step.acts.map(({ key }) => key)
    if (new Set(acts).size < acts.length) faults.push(`${where}: hai việc trùng mã.`)
    for (const act of step.acts) {
      const what = `${where}, việc "${act.label}" (${act.key})`
      if (act.to !== null && !keys.includes(act.to)) faults.push(`${what}: dẫn tới "${act.to}" nhưng không có bước đó.`)
      if (act.to === null && at < steps.length - 1) faults.push(`${what}: kết thúc khi chưa đến bước cuối.`)
      const back = act.to !== null && keys.indexOf(act.to) <= at && keys.includes(act.to)
      if (back && !act.remark && step.kind !== 'wait' && step.kind !== 'revise')
        faults.push(`${what}: trả lại thì phải kèm ý kiến (remark).`)
      if (act.outcome && step.kind !== 'decide') faults.push(`${what}: có outcome nhưng bước này không quyết định.`)
      if (act.outcome === 'refuse' && !act.remark) faults.push(`${what}: từ chối thì phải kèm lý do (remark).`)
    }
  }
  return faults
}
