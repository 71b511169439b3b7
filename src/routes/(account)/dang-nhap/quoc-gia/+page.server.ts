import { error, redirect } from '@sveltejs/kit'
import { beginNationalSignIn } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { FLOW_COOKIE, safeNext } from '../../../session-cookie.ts'
import type { PageServerLoad } from './$types.js'

/** On to the provider of the settings, and nowhere else outside this house. */
export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { oidc } = running().settings
  if (!oidc) error(404, { message: 'Chưa nối với cổng định danh quốc gia.' })
  const next = safeNext(url.searchParams.get('tiep'), '/ho-so')
  const to = await beginNationalSignIn(locals.call, oidc, `${url.origin}/dang-nhap/quoc-gia/tro-lai`, next)
  // The sign-in ends only in the browser in which it began.
  cookies.set(FLOW_COOKIE, to.searchParams.get('state') ?? '', {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: 600,
  })
  redirect(303, to, { external: [to.origin] })
}
