import { running } from '#server/platform/running.ts'
import { listSignedBy } from '#server/signing/index.ts'
import { shownPin, signList, waitingLines } from '../../signing-words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  const [lines, signed, pin] = await Promise.all([waitingLines(call, 'sign'), listSignedBy(call), shownPin()])
  return { lines, signed, shownPin: pin, asksCode: running().settings.cloudSigning !== undefined }
}

export const actions: Actions = {
  ky: async ({ request, locals }) => signList(locals.call, await request.formData()),
}
