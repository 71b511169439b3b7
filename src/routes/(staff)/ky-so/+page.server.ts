import { listSignedBy } from '#server/signing/index.ts'
import { codeAskedForList, shownPin, signList, waitingLines } from '../../signing-words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  const [lines, signed, pin] = await Promise.all([waitingLines(call, 'sign'), listSignedBy(call), shownPin()])
  return { lines, signed, shownPin: pin, asked: await codeAskedForList(call, 'sign', lines) }
}

export const actions: Actions = {
  ky: async ({ request, locals }) => signList(locals.call, await request.formData()),
}
