import { own } from '#own-keys'
import { error, redirect } from '@sveltejs/kit'
import { batchWords, confirmPrinted, deliverBatch, spoilCard, viewBatch } from '#server/results/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { CARD_KIND_WORDS } from '../card-words.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../wanted.ts'

const DONE: Record<string, string> = {
  lap: 'Đã lập lô. Tải dữ liệu, in, rồi đọc số sê-ri trên từng thẻ để xác nhận.',
  in: 'Đã ghi các thẻ in xong.',
  hong: 'Đã ghi thẻ hỏng; kết quả ấy chờ lô sau.',
  giao: 'Đã bàn giao; bộ phận một cửa trả thẻ được.',
}
const batchOf = ({ id }: { id: string }) =>
  /^[0-9a-f-]{36}$/.test(id) ? id : error(404, { message: 'Không thấy lô thẻ này.' })

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { batch, cards } = await viewBatch(locals.call, batchOf(params))
  return {
    cards,
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
    kind: own(CARD_KIND_WORDS, batch.templateKey) ?? batch.templateKey,
    batch: {
      ...{ id: batch.id, words: batchWords(batch), sha256: batch.sha256, state: batch.state, madeAt: batch.madeAt },
      ...{ madeByName: batch.madeByName, printedAt: batch.printedAt, deliveredAt: batch.deliveredAt },
      deliveredTo: batch.deliveredTo,
    },
  }
}

/** What each form must have. */
const WANTS = {
  hong: { the: 'Chọn thẻ hỏng.', 'ly-do': 'Ghi vì sao hỏng.', 'bien-ban': 'Ghi số, ngày của biên bản hủy thẻ.' },
  giao: { 'nguoi-nhan': 'Ghi họ tên người nhận thẻ.' },
} satisfies Record<string, Wishes>

const acting =
  (done: string, act: (call: App.Locals['call'], batchId: string, form: FormData) => Promise<unknown>) =>
  async ({ request, locals, params }: { request: Request; locals: App.Locals; params: { id: string } }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await act(locals.call, batchOf(params), form)
        return { done: true as const }
      },
      { wants: WANTS[done as keyof typeof WANTS] },
    )
    if (!('done' in result)) return result
    redirect(303, pathOf`/the/${params.id}?da=${done}`)
  }

export const actions: Actions = {
  in: acting('in', (call, batchId, form) =>
    confirmPrinted(call, {
      batchId,
      printed: [...form.keys()].flatMap((name) => {
        const position = Number(/^so-(\d{1,4})$/.exec(name)?.[1] ?? 0)
        const serial = textOf(form, name, 60)
        return position > 0 && serial ? [{ position, serial }] : []
      }),
    }),
  ),
  hong: acting('hong', (call, batchId, form) =>
    spoilCard(call, {
      ...{ batchId, position: Math.trunc(Number(textOf(form, 'the', 4))) || 0 },
      ...{ reason: textOf(form, 'ly-do', 500), minutes: textOf(form, 'bien-ban', 200) },
    }),
  ),
  giao: acting('giao', (call, batchId, form) => deliverBatch(call, { batchId, to: textOf(form, 'nguoi-nhan', 200) })),
}
