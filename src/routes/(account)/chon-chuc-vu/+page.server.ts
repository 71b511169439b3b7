import { own } from '#own-keys'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { choosePost } from '#server/accounts/index.ts'
import { OWED, withNext } from '../../next-page.ts'
import { attempt, textOf } from '../../refused.ts'
import { renewSession, safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** Only somebody who owes nothing before it chooses a post: a locked screen stays locked. */
function chooserOf({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>) {
  const { signedIn } = locals
  if (!signedIn) redirect(303, '/dang-nhap')
  if (signedIn.owes && signedIn.owes !== 'post')
    redirect(303, withNext(own(OWED, signedIn.owes)!, safeNext(url.searchParams.get('tiep'), '')))
  return signedIn
}

export const load: PageServerLoad = (event) => {
  const signedIn = chooserOf(event)
  return { posts: signedIn.posts.map(({ id, title }) => ({ value: id, label: title })), here: signedIn.session.postId }
}

export const actions: Actions = {
  default: async (event) => {
    const { request, locals, url, cookies } = event
    const form = await request.formData()
    const signedIn = chooserOf(event)
    const call = { ...locals.call, actor: signedIn.actor }
    const result = await attempt(form, async () => ({
      renewed: await choosePost(call, signedIn, textOf(form, 'chuc-vu', 200)),
    }))
    if (!('renewed' in result)) return result
    renewSession(cookies, result.renewed)
    redirect(303, safeNext(url.searchParams.get('tiep'), '/viec'))
  },
}
