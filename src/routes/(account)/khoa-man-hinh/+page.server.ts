import { redirect } from '@sveltejs/kit'
import { lockSession } from '#server/accounts/index.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  default: async ({ locals }) => {
    if (locals.signedIn) await lockSession(locals.call.db, locals.signedIn.session.id, locals.call.now)
    redirect(303, '/mo-khoa')
  },
}
