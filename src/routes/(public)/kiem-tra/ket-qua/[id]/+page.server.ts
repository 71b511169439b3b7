import { redirect } from '@sveltejs/kit'
import { findBrought } from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import { findPublicCopyOfFile } from '#server/signing/index.ts'
import { VERDICT_WORDS } from '../../trusted.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
  const found = await findBrought(running().settings.dataDir, params.id, locals.call.now)
  if (!found) redirect(303, '/kiem-tra?het-han')
  setHeaders({ 'cache-control': 'no-store' })
  const { id, name, checked, sha256 } = found
  return { id, name, checked, copy: (await findPublicCopyOfFile(locals.call, sha256)) ?? null, words: VERDICT_WORDS }
}
