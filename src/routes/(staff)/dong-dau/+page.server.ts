import { mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { codeAskedForList, shownPin, signList, waitingLines } from '../../signing-words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  if (!mayAnywhere(call.actor, 'signing.seal')) throw new Refusal('signing.no-right')
  const [lines, pin] = await Promise.all([waitingLines(call, 'seal'), shownPin()])
  return { lines, shownPin: pin, asked: await codeAskedForList(call, 'seal', lines) }
}

export const actions: Actions = {
  ky: async ({ request, locals }) => signList(locals.call, await request.formData()),
}
