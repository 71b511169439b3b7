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
import { aDay, aNumber, orNothing, type Wishes } from '../../wanted.ts'

const homeOf = (locals: App.Locals) => locals.call.actor.organisationId ?? error(403)
const kindOf = (form: FormData) => textOf(form, 'loai', 40) as BlankKind
const whole = (form: FormData, name: string) => Math.trunc(Number(textOf(form, name, 14))) || 0
const decimal = (typed: string) => Number(typed.replace(',', '.'))
const millimetres = (form: FormData, name: string) => decimal(textOf(form, name, 8))

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  const id = homeOf(locals)
  if (!call.actor.grants.get('blanks.keep')?.has(id)) error(403)
  const directory = await loadDirectory(call.db)
  return { ...(await viewBlanks(call, id)), home: directory.get(id).name, today: vietnamDate(call.now) }
}

const SERIAL = aNumber('Ghi số in trên phôi, bằng số.', 1, 999_999_999_999)
const isMillimetres = (typed: string) => /^-?\d{1,2}([.,]\d{1,2})?$/.test(typed) && Math.abs(decimal(typed)) <= 30
const MOVED = (words: string) => ({ words, reads: isMillimetres })
/** What each form must have. */
const WANTS = {
  receive: {
    loai: 'Chọn loại phôi.',
    seri: 'Ghi sê-ri in trên phôi.',
    dau: aNumber('Ghi số đầu của lô, bằng số.', 1, 999_999_999_999),
    cuoi: aNumber('Ghi số cuối của lô, bằng số.', 1, 999_999_999_999),
    ngay: aDay('Ghi ngày nhận phôi: ngày/tháng/năm.'),
    tu: 'Ghi nhận từ đâu.',
    phieu: 'Ghi số, ngày của phiếu giao.',
  },
  take: { loai: 'Chọn loại phôi.', viec: 'Ghi phôi này dùng cho hồ sơ, giấy nào.' },
  spoil: {
    loai: 'Chọn loại phôi.',
    so: orNothing(SERIAL),
    'ly-do': 'Ghi vì sao hỏng.',
    'bien-ban': 'Ghi số, ngày của biên bản hủy phôi.',
  },
  adjust: {
    may: 'Ghi tên máy in.',
    loai: 'Chọn loại phôi.',
    x: MOVED('Dời sang phải: ghi một số từ -30 đến 30.'),
    y: MOVED('Dời xuống: ghi một số từ -30 đến 30.'),
  },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  nhan: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(
      form,
      async () => {
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
      },
      { wants: WANTS.receive },
    )
  },
  dung: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(
      form,
      async () => {
        const command = { organisationId: homeOf(locals), kind: kindOf(form), subject: textOf(form, 'viec', 200) }
        return { done: `Lấy phôi ${(await takeBlank(locals.call, command)).words} để in.` }
      },
      { wants: WANTS.take },
    )
  },
  hong: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(
      form,
      async () => {
        const series = textOf(form, 'seri', 20)
        const serial = whole(form, 'so')
        const { words } = await spoilBlank(locals.call, {
          ...{ organisationId: homeOf(locals), kind: kindOf(form) },
          ...(series && serial ? { series, serial } : {}),
          ...{ reason: textOf(form, 'ly-do', 500), minutes: textOf(form, 'bien-ban', 200) },
        })
        return { done: `Đã ghi phôi ${words} hỏng.` }
      },
      { wants: WANTS.spoil },
    )
  },
  may: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(
      form,
      async () => {
        const place = { x: millimetres(form, 'x'), y: millimetres(form, 'y') }
        const printer = textOf(form, 'may', 80)
        await calibratePrinter(locals.call, { organisationId: homeOf(locals), printer, kind: kindOf(form), ...place })
        return { done: `Đã ghi hiệu chỉnh của ${printer}.` }
      },
      { wants: WANTS.adjust },
    )
  },
}
