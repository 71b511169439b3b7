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

const act =
  (run: (call: Call, target: { id: string; revision: number }, form: FormData) => Promise<unknown>) =>
  async ({ request, locals, params }: { request: Request; locals: App.Locals; params: { id: string } }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      await run(locals.call, { id: params.id, revision: countOf(form, 'ban') }, form)
      return { done: true as const }
    })
    if (!('done' in result)) return result
    redirect(303, pathOf`/quan-tri/thu-tuc/${params.id}`)
  }

const date = (form: FormData, name: string) => textOf(form, name, 10).split('/').toReversed().join('-')

export const actions: Actions = {
  change: act((call, target, form) =>
    changeDraft(call, { ...target, content: parsed(textOf(form, 'noi-dung', 900_000)) }),
  ),
  submit: act(submitForCheck),
  'send-back': act((call, target, form) => sendBackVersion(call, { ...target, remark: textOf(form, 'ly-do', 2000) })),
  check: act(checkVersion),
  publish: act((call, target, form) =>
    publishVersion(call, {
      ...target,
      ...{
        effectiveFrom: date(form, 'tu-ngay'),
        publishing: { number: textOf(form, 'so-cong-bo', 100), on: date(form, 'ngay-cong-bo') },
      },
      processApproval: { number: textOf(form, 'so-quy-trinh', 100), on: date(form, 'ngay-quy-trinh') },
    }),
  ),
  end: act((call, target, form) =>
    endVersion(call, { ...target, lastDay: date(form, 'den-ngay'), remark: textOf(form, 'ly-do', 2000) }),
  ),
  withdraw: act((call, target, form) => withdrawVersion(call, { ...target, remark: textOf(form, 'ly-do', 2000) })),
}
