import { redirect } from '@sveltejs/kit'
import { endSession } from '#server/accounts/index.ts'
import { clearSessionCookie } from '../../session-cookie.ts'
import type { Actions } from './$types.js'

/** Nothing is left behind on a shared PC: session, cookie and what the browser kept of the site. */
export const actions: Actions = {
  default: async ({ locals, cookies, setHeaders, url }) => {
    const { signedIn, call } = locals
    if (signedIn) await endSession({ ...call, actor: signedIn.actor }, signedIn.session)
    clearSessionCookie(cookies)
    setHeaders({ 'clear-site-data': '"cache", "storage"' })
    redirect(303, url.searchParams.has('doi-nguoi') ? '/dang-nhap' : '/')
  },
}
