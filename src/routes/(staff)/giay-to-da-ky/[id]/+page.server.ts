import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { WithdrawPaper, withdrawPaper } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { askCorrection, dropCorrection, viewIssued } from '#server/results/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { readDay } from '../../../typed-day.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../wanted.ts'

const DONE: Record<string, string> = {
  'thu-hoi': 'Đã thu hồi. Người nộp được báo; ai quét mã trên giấy đều đọc được.',
  trinh: 'Đã trình ký. Lãnh đạo thấy giấy này ở "Ký số"; giấy cũ còn hiệu lực đến khi giấy mới đủ chữ ký và dấu.',
  bo: 'Đã bỏ bản thay thế. Giấy cũ vẫn có hiệu lực.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { paper, words, kind, unit, dossierCode, next, replaceable, correction } = await viewIssued(
    locals.call,
    params.id,
  )
  const { id, code, title, state, notation, numberedOn, pages, changedAt } = paper
  const { stateReason: reason, stateDecision: decision, stateDecisionOn: decisionOn } = paper
  return {
    ...{ id, code, title, state, notation, numberedOn, pages, words, kind, unit, dossierCode, next },
    ended: state === 'valid' ? null : { at: changedAt, reason, decision, on: decisionOn },
    mayReplace: replaceable !== null,
    correction: correction && {
      ...{ paperId: correction.paperId, state: correction.state, reason: correction.reason },
      ...{ preparedAt: correction.preparedAt, title: correction.paper.title },
      signer: replaceable?.signatories.find((each) => each.postId === correction.signerPostId) ?? null,
    },
    today: vietnamDate(locals.call.now),
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
  }
}

/** What each form must have. */
const WANTS = {
  withdraw: {
    'ly-do': 'Ghi lý do; đừng ghi tên hay số giấy tờ của ai.',
    so: 'Ghi số, ký hiệu và ngày của văn bản thu hồi.',
    ngay: aDay('Ghi ngày của văn bản thu hồi: ngày/tháng/năm.'),
  },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  'thu-hoi': async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      () => {
        const reason = textOf(form, 'ly-do', 500)
        if (!reason) throw new Refusal('papers.reason-missing')
        const command = WithdrawPaper.safeParse({
          ...{ paperId: params.id, reason },
          decision: { number: textOf(form, 'so', 100), on: readDay(textOf(form, 'ngay', 10)) ?? '' },
        })
        if (!command.success) throw new Refusal('papers.decision-missing')
        return withdrawPaper(locals.call, command.data)
      },
      { wants: WANTS.withdraw },
    )
    if ('status' in result) return result
    redirect(303, pathOf`/giay-to-da-ky/${params.id}?da=thu-hoi`)
  },
  trinh: async ({ request, locals, params }) => {
    const result = await attempt(await request.formData(), () => askCorrection(locals.call, { paperId: params.id }))
    if ('status' in result) return result
    redirect(303, pathOf`/giay-to-da-ky/${params.id}?da=trinh`)
  },
  bo: async ({ request, locals, params }) => {
    const result = await attempt(await request.formData(), () => dropCorrection(locals.call, { paperId: params.id }))
    if ('status' in result) return result
    redirect(303, pathOf`/giay-to-da-ky/${params.id}?da=bo`)
  },
}
