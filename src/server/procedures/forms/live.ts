import { holds } from '../conditions.ts'
import type { FormSchema } from '../schema.ts'
import type { Condition } from '../vocabulary.ts'
import { allSections, type FormField, type FormSection, type LiveCondition, sectionsOf } from './fields.ts'

const constant = (value: boolean): LiveCondition => ({ constant: value })
const isConstant = (condition: LiveCondition, value: boolean) => 'constant' in condition && condition.constant === value

/** The condition with every answer of another page put in; what is left depends on the answers of this page alone. */
function decided(condition: Condition, section: string, answers: unknown, on: string): LiveCondition {
  const each = (some: readonly Condition[]) => some.map((one) => decided(one, section, answers, on))
  if ('all' in condition) {
    const parts = each(condition.all).filter((one) => !isConstant(one, true))
    if (parts.some((one) => isConstant(one, false))) return constant(false)
    return parts.length === 0 ? constant(true) : { all: parts }
  }
  if ('any' in condition) {
    const parts = each(condition.any).filter((one) => !isConstant(one, false))
    if (parts.some((one) => isConstant(one, true))) return constant(true)
    return parts.length === 0 ? constant(false) : { any: parts }
  }
  if ('not' in condition) {
    const part = decided(condition.not, section, answers, on)
    return 'constant' in part ? constant(!part.constant) : { not: part }
  }
  return condition.field.startsWith(`${section}.`) ? condition : constant(holds(condition, answers, on))
}

function liveFields(fields: readonly FormField[], section: string, answers: unknown, on: string): FormField[] {
  return fields.flatMap((field): FormField[] => {
    const when = field.when && decided(field.when, section, answers, on)
    if (when && isConstant(when, false)) return []
    const within = { ...field, fields: liveFields(field.fields, section, answers, on) }
    if (!field.when || !when || isConstant(when, true)) return [within]
    return [{ ...within, live: { when, asked: holds(field.when, answers, on) } }]
  })
}

/**
 * One page of a form with the questions that its own answers may open, each with what opens it: a script shows them as the answers are given,
 * and without it the page asks them when it comes back. Rows ask by the answers kept so far.
 */
export function liveSection(form: FormSchema, key: string, answers: unknown, on: string): FormSection | undefined {
  const asked = sectionsOf(form, answers, on).find((each) => each.key === key)
  const whole = allSections(form).find((each) => each.key === key)
  return asked && whole && { ...asked, fields: liveFields(whole.fields, key, answers ?? {}, on) }
}

/** Whether the number of pages may still change with the answers. */
export const pagesMayChange = (form: FormSchema): boolean =>
  Object.values(form.properties).some((section) => section['x-when'] !== undefined)
