import { redirect } from '@sveltejs/kit'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import {
  changeDraft,
  checkVersion,
  endVersion,
  ProcedureContent,
  publishVersion,
  sendBackVersion,
  submitForCheck,
  viewPublication,
  withdrawVersion,
} from '#server/procedures/index.ts'
import { attempt, countOf, textOf } from '../../../../refused.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../../wanted.ts'
import { readDay } from '../../../../typed-day.ts'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { version, ...rest } = await viewPublication(locals.call, params.id)
  const { content, ...about } = version
  return {
    ...rest,
    about,
    content: {
      name: content.name,
      field: content.field,
      summary: content.summary ?? '',
      implementingBody: content.implementingBody,
    },
    json: JSON.stringify(content, null, 2),
    hasProcess: Boolean(content.workflow),
  }
}

function parsed(json: string): ProcedureContent {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new Refusal('procedures.not-json', { why: (error as Error).message })
  }
  const content = ProcedureContent.safeParse(value)
  if (!content.success) {
    const first = content.error.issues[0]!
    throw new Refusal('procedures.content-shape', { where: first.path.join('.'), why: first.message })
  }
  return content.data
}

/** What each form must have. */
const WANTS = {
  change: { 'noi-dung': 'Ghi nội dung của thủ tục.' },
  sendBack: { 'ly-do': 'Ghi lý do trả lại.' },
  process: {
    'so-quy-trinh': 'Ghi số quyết định phê duyệt quy trình.',
    'ngay-quy-trinh': aDay('Ghi ngày của quyết định phê duyệt quy trình: ngày/tháng/năm.'),
  },
  publish: {
    'tu-ngay': aDay('Ghi ngày có hiệu lực: ngày/tháng/năm.'),
    'so-cong-bo': 'Ghi số quyết định công bố.',
    'ngay-cong-bo': aDay('Ghi ngày của quyết định công bố: ngày/tháng/năm.'),
  },
  end: { 'den-ngay': aDay('Ghi ngày cuối còn hiệu lực: ngày/tháng/năm.'), 'ly-do': 'Ghi lý do, số văn bản.' },
  withdraw: { 'ly-do': 'Ghi lý do rút.' },
} satisfies Record<string, Wishes>
/** A decision on the process is wanted where dossiers can be filed here, or once either of its fields is filled. */
const wantsToPublish = (form: FormData): Wishes =>
  ['can-quy-trinh', 'so-quy-trinh', 'ngay-quy-trinh'].some((name) => textOf(form, name, 100) !== '')
    ? { ...WANTS.publish, ...WANTS.process }
    : WANTS.publish

const act =
  (
    run: (call: Call, target: { id: string; revision: number }, form: FormData) => Promise<unknown>,
    wants?: (form: FormData) => Wishes,
  ) =>
  async ({ request, locals, params }: { request: Request; locals: App.Locals; params: { id: string } }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await run(locals.call, { id: params.id, revision: countOf(form, 'ban') }, form)
        return { done: true as const }
      },
      { wants: wants?.(form) },
    )
    if (!('done' in result)) return result
    redirect(303, pathOf`/quan-tri/thu-tuc/${params.id}`)
  }

const date = (form: FormData, name: string) => readDay(textOf(form, name, 10)) ?? ''

export const actions: Actions = {
  change: act(
    (call, target, form) => changeDraft(call, { ...target, content: parsed(textOf(form, 'noi-dung', 900_000)) }),
    () => WANTS.change,
  ),
  submit: act(submitForCheck),
  'send-back': act(
    (call, target, form) => sendBackVersion(call, { ...target, remark: textOf(form, 'ly-do', 2000) }),
    () => WANTS.sendBack,
  ),
  check: act(checkVersion),
  publish: act((call, target, form) => {
    const process = { number: textOf(form, 'so-quy-trinh', 100), on: date(form, 'ngay-quy-trinh') }
    return publishVersion(call, {
      ...target,
      effectiveFrom: date(form, 'tu-ngay'),
      publishing: { number: textOf(form, 'so-cong-bo', 100), on: date(form, 'ngay-cong-bo') },
      processApproval: process.number ? process : null,
    })
  }, wantsToPublish),
  end: act(
    (call, target, form) =>
      endVersion(call, { ...target, lastDay: date(form, 'den-ngay'), remark: textOf(form, 'ly-do', 2000) }),
    () => WANTS.end,
  ),
  withdraw: act(
    (call, target, form) => withdrawVersion(call, { ...target, remark: textOf(form, 'ly-do', 2000) }),
    () => WANTS.withdraw,
  ),
}
