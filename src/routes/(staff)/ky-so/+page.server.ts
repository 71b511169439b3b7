import { running } from '#server/platform/running.ts'
import { listSignedBy } from '#server/signing/index.ts'
import { attempt } from '../../refused.ts'
import { shownPin, signChosen, waitingLines } from '../../signing-words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  const [lines, signed, pin] = await Promise.all([waitingLines(call, 'sign'), listSignedBy(call), shownPin()])
  return { lines, signed, shownPin: pin, asksCode: running().settings.cloudSigning !== undefined }
}

export const actions: Actions = {
  ky: async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, () => signChosen(locals.call, form))
  },
}
