import { error, redirect } from '@sveltejs/kit'
import { beginNationalSignIn } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { safeNext } from '../../../session-cookie.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = async ({ locals, url }) => {
  const { oidc } = running().settings
  if (!oidc) error(404, { message: 'Chưa nối với cổng định danh quốc gia.' })
  const next = safeNext(url.searchParams.get('tiep'), '/ho-so')
  const to = await beginNationalSignIn(locals.call, oidc, `${url.origin}/dang-nhap/quoc-gia/tro-lai`, next)
  redirect(303, to.href)
}
