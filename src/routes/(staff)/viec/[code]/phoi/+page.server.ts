import { own } from '#own-keys'
import { error, redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import {
  enterEventInBook,
  spoilBlankOfResult,
  takeBlanks,
  viewBlankPrinting,
  viewResult,
} from '#server/results/index.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { paperHouse } from '../../../../slip-pdf.ts'
import { target } from '../desk-form.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { NO_PRINTER, printerOf, printerWords, serialOf } from './printers.ts'
import { type Wishes } from '../../../../wanted.ts'

const DONE: Record<string, string> = {
  so: 'Đã vào sổ. Xem lại bản in rồi lấy phôi.',
  lay: 'Đã lấy phôi. Đặt đúng tờ có số ghi dưới đây vào máy in rồi in.',
  hong: 'Đã ghi phôi hỏng.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const view = await viewDossier(call, { code: params.code })
  const printing = await viewBlankPrinting(call, view)
  if (!printing) error(404, { message: 'Kết quả của thủ tục này không in trên phôi của Nhà nước.' })
  if (!printing.isKeeper) error(403, { message: 'Chỉ người giữ phôi của đơn vị mở được trang này.' })
  const { stock, lacking } = printing
  const chosen = url.searchParams.get('may') ?? stock.printer ?? NO_PRINTER
  const { mayPrepare } = await viewResult(call, view)
  return {
    ...{ code: view.progress.code, procedure: view.procedure.name, printing },
    dossier: { id: view.dossier.id, revision: view.dossier.revision },
    stepName: view.way.find((step) => !step.doneAt && !step.side)?.stepName ?? '',
    ...{ printer: chosen, mayPrepare },
    printers: [
      ...stock.printers.map((each) => ({ value: each.name, label: printerWords(each) })),
      { value: NO_PRINTER, label: 'Máy khác, chưa hiệu chỉnh' },
    ],
    lacking: lacking.map(({ key, title, where }) => ({
      title,
      href:
        where === 'book'
          ? '#vao-so'
          : where === 'result' && mayPrepare
            ? pathOf`/viec/${params.code}/ket-qua#${key.startsWith('signer') ? 'o-nguoi-ky' : `o-du-lieu-${key}`}`
            : null,
      words: where === 'template' ? 'báo người quản trị mẫu giấy tờ' : 'trả lại bước soạn kết quả rồi ghi thêm',
    })),
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
  }
}

const done = (code: string, word: string) => redirect(303, pathOf`/viec/${code}/phoi?da=${word}#phoi-da-lay`)

/** What each form must have. */
const WANTS = {
  spoil: {
    phoi: 'Chọn phôi hỏng.',
    'ly-do': 'Ghi vì sao hỏng.',
    'bien-ban': 'Ghi số, ngày của biên bản hủy phôi.',
  },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  so: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const entered = await attempt(form, () => enterEventInBook(locals.call, paperHouse(url), target(form)))
    if (!('notation' in entered)) return entered
    return done(params.code, 'so')
  },
  lay: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const printer = printerOf(textOf(form, 'may', 80))
    const taken = await attempt(form, () => takeBlanks(locals.call, paperHouse(url), { ...target(form), printer }))
    if (!Array.isArray(taken)) return taken
    return done(params.code, 'lay')
  },
  hong: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const again = textOf(form, 'viec', 10) === 'in-lai'
    const blanks = await attempt(
      form,
      () =>
        spoilBlankOfResult(locals.call, paperHouse(url), {
          ...{ ...target(form), printer: printerOf(textOf(form, 'may', 80)), again },
          spoiled: textOf(form, 'phoi', 200).split('; ').map(serialOf),
          ...{ reason: textOf(form, 'ly-do', 500), minutes: textOf(form, 'bien-ban', 200) },
        }),
      { wants: WANTS.spoil },
    )
    if (!Array.isArray(blanks)) return blanks
    return done(params.code, again ? 'lay' : 'hong')
  },
}
