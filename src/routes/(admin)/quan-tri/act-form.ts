import { own, put } from '#own-keys'
import { error, fail, redirect } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Call } from '#server/platform/call.ts'
import { textOf, attempt } from '../../refused.ts'

type Option = { value: string; label: string }
/** One question of a form of an act; `name` is the command's own word. */
export type Field = {
  name: string
  label: string
  hint?: string
  kind: 'text' | 'date' | 'select' | 'choice' | 'many' | 'unit' | 'units' | 'post' | 'duties'
  options?: Option[]
  given?: string | string[]
  duties?: { organisationId: string; role: string; function: string }[]
  optional?: boolean
  short?: boolean
}
/** A form of one act: its words, its questions, the command it makes, what runs it, and where it leads. */
export type ActForm<C extends z.ZodType = z.ZodType> = {
  title: string
  intro?: string
  button: string
  stern?: boolean
  fields: Field[]
  command: C
  fixed: Record<string, unknown>
  run: (call: Call, command: z.infer<C>) => Promise<{ id: string }>
  leads: (id: string) => string
}
export const actForm = <C extends z.ZodType>(form: ActForm<C>) => form as unknown as ActForm

const date = (text: string) => {
  const [day, month, year] = text.split('/')
  if (!year) return text
  return month ? `${year}-${month.padStart(2, '0')}-${day!.padStart(2, '0')}` : text
}
/** "Phòng Tư pháp · phu-ly-tu-phap" -> the id after the point. */
const chosen = (text: string) => text.split(' · ').at(-1)!.trim()

function valueOf(form: FormData, field: Field): unknown {
  const text = textOf(form, field.name, 2000)
  if (field.kind === 'many') return form.getAll(field.name).map(String)
  if (field.kind === 'units') return text.split('\n').map(chosen).filter(Boolean)
  if (field.kind === 'duties')
    return Array.from({ length: dutyRows(form, field.name) }, (_, at) => ({
      organisationId: chosen(textOf(form, `${field.name}.${at}.organisationId`, 300)),
      role: textOf(form, `${field.name}.${at}.role`, 40),
      function: textOf(form, `${field.name}.${at}.function`, 40),
    })).filter((each) => each.organisationId || each.role)
  if (text === '' && field.optional) return null
  if (field.kind === 'date') return date(text)
  if (field.kind === 'unit' || field.kind === 'post') return chosen(text)
  return text
}
/** How many rows of duties were shown: as many as the post has and some to add. */
const dutyRows = (form: FormData, name: string) =>
  Math.min(200, [...form.keys()].filter((key) => key.startsWith(`${name}.`) && key.endsWith('.role')).length)

/** Runs the form that was posted: faults stand by their fields, what was typed is kept, and the same sending twice is one act. */
export async function runActForm(call: Call, form: FormData, act: ActForm) {
  const command: Record<string, unknown> = { ...act.fixed }
  const set = (path: string[], value: unknown) => {
    const [first, second] = path as [string, string | undefined]
    if (second === undefined) put(command, first, value)
    else if (value !== null) put(command, first, { ...(own(command, first) as object | undefined), [second]: value })
  }
  for (const field of act.fields) set(field.name.split('.'), valueOf(form, field))
  const duties = act.fields.some((field) => field.kind === 'duties')
  const typed = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string')) as Record<string, string>
  const many = Object.fromEntries(
    act.fields.filter((field) => field.kind === 'many').map(({ name }) => [name, form.getAll(name).map(String)]),
  )
  const read = act.command.safeParse(command)
  if (!read.success) {
    const faults = read.error.issues.map((issue) => {
      const path = issue.path.map(String)
      const name =
        duties && path[0] === 'duties'
          ? path.join('.')
          : path.slice(0, own(act.fixed, path[0]!) === undefined ? 2 : 1).join('.')
      const field = act.fields.find((each) => each.name === name) ?? act.fields.find((each) => each.name === path[0])
      const plain = /[ạ-ỹăâđêôơư]/i.test(issue.message)
        ? issue.message
        : `${field?.label ?? 'Ô này'}: chưa đúng, hoặc còn trống.`
      return { name: field?.name ?? name, id: `o-${(field?.name ?? name).replaceAll('.', '-')}`, words: plain }
    })
    return fail(422, { faults, typed, many })
  }
  const result = await attempt(form, () => act.run(call, read.data))
  if ('status' in result) return fail(result.status, { faults: [{ name: '', words: result.data.fault }], typed, many })
  redirect(303, act.leads(result.id))
}

/** What the page of a form shows; an act that is not there is a page that is not there. */
export function shownForm(
  act: ActForm | undefined,
  choices: { units: { id: string; name: string }[]; posts: { id: string; name: string }[] },
) {
  if (!act) error(404, { message: 'Không có trang này.' })
  const { title, intro, button, stern, fields } = act
  const wants = (...kinds: Field['kind'][]) => fields.some((field) => kinds.includes(field.kind))
  return {
    ...{ title, intro: intro ?? '', button, stern: stern ?? false, fields },
    units: wants('unit', 'units', 'duties') ? choices.units : [],
    posts: wants('post') ? choices.posts : [],
  }
}
