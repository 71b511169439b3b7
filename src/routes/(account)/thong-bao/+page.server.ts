import { redirect } from '@sveltejs/kit'
import { listNotices, markNoticesRead } from '#server/notices/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { signedIn, call } = locals
  if (!signedIn || signedIn.owes) redirect(303, '/dang-nhap?tiep=/thong-bao')
  const notices = await listNotices(call.db, signedIn.session.accountId)
  await markNoticesRead(call.db, signedIn.session.accountId, call.now)
  return { notices }
}
