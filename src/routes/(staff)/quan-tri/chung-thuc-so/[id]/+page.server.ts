import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import {
  changeState,
  makeMinutes,
  reportLoss,
  requestCertificate,
  REVOCATION_REASONS,
  viewCertificate,
} from '#server/certificates/index.ts'
import type { Call } from '#server/platform/call.ts'
import { dateWords } from '#ui/format.ts'
import { sentenceOf } from '#server/refusals.ts'
import { certificateState, REASON_WORDS, REQUEST_WORDS, requestState } from '../../../../certificate-words.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { paperHouse } from '../../../../slip-pdf.ts'
import { dateOfForm } from '../../../../(admin)/week-fields.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../../wanted.ts'

const DONE: Record<string, string> = {
  mat: 'Đã ghi báo mất. Chứng thư đã tạm dừng: từ lúc này không ai ký được bằng chứng thư này.',
  'de-nghi': 'Đã gửi đề nghị.',
  doi: 'Đã đổi tình trạng chứng thư.',
  'bien-ban': 'Đã lập biên bản. Ông/Bà in bản PDF ở mục Biên bản thiết bị, hai bên cùng ký.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const view = await viewCertificate(call, params.id)
  const {
    der: _der,
    search: _search,
    ...certificate
  } = view.certificate as typeof view.certificate & {
    search?: string
  }
  return {
    ...{ ...view, certificate },
    requests: view.requests.map((each) => ({ ...each, shown: requestState(each) })),
    shown: certificateState({ ...certificate, left: view.notNow === 'certificates.left-post' }, call.now),
    why: view.notNow ? sentenceOf(view.notNow, {}) : null,
    kinds: view.kinds.map((value) => ({ value, label: REQUEST_WORDS[value]! })),
    reasons: REVOCATION_REASONS.map((value) => ({ value, label: REASON_WORDS[value]! })),
    ...{ today: dateWords(call.now), me: call.actor.name },
    done: own(DONE, url.searchParams.get('xong') ?? '') ?? null,
  }
}

/** What each form must have; some of it by what is chosen. */
const WANTS: Readonly<Record<string, (form: FormData) => Wishes>> = {
  'de-nghi': (form) => {
    const kind = textOf(form, 'loai', 20)
    return {
      loai: 'Chọn loại đề nghị.',
      ...(kind === 'change' ? { 'doi-thanh': 'Ghi thông tin cần đổi: đang ghi gì, đổi thành gì.' } : {}),
      'ly-do': 'Ghi lý do, để người phê duyệt biết.',
    }
  },
  doi: () => ({ viec: 'Chọn tình trạng cần ghi.', 'ghi-chu': 'Ghi căn cứ: số văn bản hoặc người báo.' }),
  'bien-ban': () => ({
    'thiet-bi': 'Ghi số thiết bị.',
    'nguoi-giao': 'Ghi họ tên người giao.',
    'nguoi-nhan': 'Ghi họ tên người nhận.',
    'ngay-lap': aDay('Ngày bàn giao phải là một ngày đã đến: ngày/tháng/năm.'),
  }),
}

type Event = { request: Request; locals: App.Locals; params: { id: string }; url: URL }
const act =
  (done: string, run: (call: Call, certificateId: string, form: FormData, url: URL) => Promise<unknown>) =>
  async ({ request, locals, params, url }: Event) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await run(locals.call, params.id, form, url)
        return { done: true as const }
      },
      { wants: own(WANTS, done)?.(form) },
    )
    if (!('done' in result)) return fail(result.status, { ...result.data, act: done })
    redirect(303, pathOf`/quan-tri/chung-thuc-so/${params.id}?xong=${done}`)
  }
const reasonOf = (form: FormData) => REVOCATION_REASONS.find((each) => each === textOf(form, 'ly-do-thu-hoi', 40))

export const actions: Actions = {
  mat: act('mat', (call, certificateId, form) =>
    reportLoss(call, { certificateId, where: textOf(form, 'o-dau', 300) }),
  ),
  'de-nghi': act('de-nghi', (call, certificateId, form) => {
    const kind = textOf(form, 'loai', 20) as 'renew'
    const revocation = (kind as string) === 'revoke' ? reasonOf(form) : undefined
    const [reason, wanted] = [textOf(form, 'ly-do', 500), textOf(form, 'doi-thanh', 500)]
    const payload = { reason, ...(revocation ? { revocation } : {}), ...(wanted ? { wanted } : {}) }
    return requestCertificate(call, { kind, certificateId, payload })
  }),
  doi: act('doi', (call, certificateId, form) =>
    changeState(call, {
      ...{ certificateId, change: textOf(form, 'viec', 20) as 'suspend', note: textOf(form, 'ghi-chu', 500) },
      reason: reasonOf(form) ?? 'unspecified',
    }),
  ),
  'bien-ban': act('bien-ban', (call, certificateId, form, url) =>
    makeMinutes(call, paperHouse(url), {
      ...{ certificateId, kind: textOf(form, 'kieu', 20) === 'return' ? 'return' : 'hand-over' },
      ...{ tokenSerial: textOf(form, 'thiet-bi', 100), giver: textOf(form, 'nguoi-giao', 200) },
      ...{ receiver: textOf(form, 'nguoi-nhan', 200), onDay: dateOfForm(form, 'ngay-lap') },
      ...{ giverTitle: textOf(form, 'chuc-vu-giao', 200), receiverTitle: textOf(form, 'chuc-vu-nhan', 200) },
      note: textOf(form, 'ghi-chu-bien-ban', 500),
    }),
  ),
}
