import { error, redirect } from '@sveltejs/kit'
import { endNationalSignIn } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { safeNext, setSessionCookie } from '../../../../session-cookie.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = async ({ locals, url, cookies }) => {
  const { oidc } = running().settings
  if (!oidc) error(404, { message: 'Chưa nối với cổng định danh quốc gia.' })
  const session = await endNationalSignIn(locals.call, oidc, url)
  setSessionCookie(cookies, session)
  redirect(303, safeNext(session.next, '/ho-so'))
}
