import { listWaitingJobs, retrySignature } from '#server/signing/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => ({ jobs: await listWaitingJobs(locals.call) })

export const actions: Actions = {
  'thu-lai': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => retrySignature(locals.call, textOf(form, 'ma', 40)))
    return result ?? { done: 'Đã xếp để thử lại ngay.' }
  },
}
