import { listWaitingJobs, retrySignature, retrySignatures } from '#server/signing/index.ts'
import { attempt, idOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => ({ jobs: await listWaitingJobs(locals.call) })

export const actions: Actions = {
  'thu-het': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => retrySignatures(locals.call))
    return typeof result === 'number' ? { done: `Đã xếp ${result} chữ ký để thử lại ngay.` } : result
  },
  'thu-lai': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, () => retrySignature(locals.call, idOf(form, 'ma')))
    return result ?? { done: 'Đã xếp để thử lại ngay.' }
  },
}
