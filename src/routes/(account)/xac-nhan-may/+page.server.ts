import { redirect } from '@sveltejs/kit'
import { askPapersCode, contactForPapers } from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt, isCodeShown } from '../../field-faults.ts'
import { safeNext, setCodeCookie, withNext } from '../../session-cookie.ts'
import { pathOf } from '../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

function here(locals: App.Locals, url: URL) {
  const next = safeNext(url.searchParams.get('tiep'), '/giay-to-cua-toi')
  const { signedIn } = locals
  if (!signedIn || signedIn.owes) redirect(303, withNext('/dang-nhap', pathOf`/xac-nhan-may?tiep=${next}`))
  if (!signedIn.actor.owesIdentityCode) redirect(303, next)
  return { signedIn, next }
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { signedIn } = here(locals, url)
  const contact = await contactForPapers(locals.call.db, signedIn.session.accountId)
  const end = contact?.kind === 'phone' ? `số có đuôi ${contact.value.slice(-3)}` : contact?.value
  return { to: end ?? null, national: Boolean(running().settings.oidc) }
}

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData()
    const { signedIn, next } = here(locals, url)
    const { settings } = running()
    const result = await attemptAt(form, { names: {} }, () =>
      askPapersCode(locals.call, sealingOf(settings.dataDir), signedIn.session, {
        shown: (kind) => isCodeShown(settings, kind),
      }),
    )
    if (!('flow' in result)) return result
    setCodeCookie(cookies, result.flow)
    redirect(303, withNext('/nhap-ma', next))
  },
}
