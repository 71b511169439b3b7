import { error } from '@sveltejs/kit'
import { loadDirectory } from '#server/directory/index.ts'
import {
  type BlankKind,
  calibratePrinter,
  receiveBlanks,
  spoilBlank,
  takeBlank,
  viewBlanks,
} from '#server/papers/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { attempt, textOf } from '../../refused.ts'
import { readDay } from '../../typed-day.ts'
import type { Actions, PageServerLoad } from './$types.js'

const homeOf = (locals: App.Locals) => locals.call.actor.organisationId ?? error(403)
const kindOf = (form: FormData) => textOf(form, 'loai', 40) as BlankKind
const whole = (form: FormData, name: string) => Math.trunc(Number(textOf(form, name, 14))) || 0
const millimetres = (form: FormData, name: string) =>
  Math.min(Math.max(Number(textOf(form, name, 8).replace(',', '.')) || 0, -30), 30)

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  const id = homeOf(locals)
  if (!call.actor.grants.get('blanks.keep')?.has(id)) error(403)
  const directory = await loadDirectory(call.db)
  return { ...(await viewBlanks(call, id)), home: directory.get(id).name, today: vietnamDate(call.now) }
}

export const actions: Actions = {
  nhan: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const last = textOf(form, 'cuoi', 14)
      const { count } = await receiveBlanks(locals.call, {
        ...{ organisationId: homeOf(locals), kind: kindOf(form), series: textOf(form, 'seri', 20) },
        ...{ first: whole(form, 'dau'), last: whole(form, 'cuoi'), digits: Math.min(Math.max(last.length, 1), 12) },
        ...{
          receivedOn: readDay(textOf(form, 'ngay', 10)) ?? '',
          receivedFrom: textOf(form, 'tu', 200),
          document: textOf(form, 'phieu', 200),
        },
      })
      return { done: `Đã nhận ${count} phôi vào sổ.` }
    })
  },
  dung: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const command = { organisationId: homeOf(locals), kind: kindOf(form), subject: textOf(form, 'viec', 200) }
      return { done: `Lấy phôi ${(await takeBlank(locals.call, command)).words} để in.` }
    })
  },
  hong: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const series = textOf(form, 'seri', 20)
      const serial = whole(form, 'so')
      const { words } = await spoilBlank(locals.call, {
        ...{ organisationId: homeOf(locals), kind: kindOf(form) },
        ...(series && serial ? { series, serial } : {}),
        ...{ reason: textOf(form, 'ly-do', 500), minutes: textOf(form, 'bien-ban', 200) },
      })
      return { done: `Đã ghi phôi ${words} hỏng.` }
    })
  },
  may: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const place = { x: millimetres(form, 'x'), y: millimetres(form, 'y') }
      const printer = textOf(form, 'may', 80)
      await calibratePrinter(locals.call, { organisationId: homeOf(locals), printer, kind: kindOf(form), ...place })
      return { done: `Đã ghi hiệu chỉnh của ${printer}.` }
    })
  },
}
