import { redirect } from '@sveltejs/kit'
import { findParkedForm } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { pathOf } from '../../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { signedIn, call } = locals
  if (!signedIn || signedIn.owes) redirect(303, pathOf`/dang-nhap?tiep=${url.pathname}`)
  const form = await findParkedForm(
    call.db,
    sealingOf(running().settings.dataDir),
    params.id,
    signedIn.session.accountId,
    call.now,
  )
  return { form: form ?? null, official: signedIn.actor.kind === 'official' }
}
