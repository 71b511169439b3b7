import { error, redirect } from '@sveltejs/kit'
import { endNationalSignIn } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { deviceOf, FLOW_COOKIE, openSession, safeNext } from '../../../../session-cookie.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { oidc } = running().settings
  if (!oidc) error(404, { message: 'Chưa nối với cổng định danh quốc gia.' })
  const state = url.searchParams.get('state')
  if (!state || cookies.get(FLOW_COOKIE) !== state)
    error(401, { message: 'Lần đăng nhập này không bắt đầu ở đây. Ông/Bà làm lại từ trang đăng nhập.' })
  cookies.delete(FLOW_COOKIE, { path: '/', httpOnly: true, secure: true, sameSite: 'lax' })
  const session = await endNationalSignIn(locals.call, oidc, url, deviceOf(cookies))
  await openSession({ locals, cookies }, session)
  redirect(303, safeNext(session.next, '/ho-so'))
}
