import { redirect } from '@sveltejs/kit'
import { choosePost } from '#server/accounts/index.ts'
import { attempt, textOf } from '../../refused.ts'
import { safeNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ locals }) => {
  const { signedIn } = locals
  if (!signedIn) redirect(303, '/dang-nhap')
  return { posts: signedIn.posts.map(({ id, title }) => ({ value: id, label: title })), here: signedIn.session.postId }
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData()
    const { signedIn, call } = locals
    if (!signedIn) redirect(303, '/dang-nhap')
    const result = await attempt(form, () =>
      choosePost({ ...call, actor: signedIn.actor }, signedIn, textOf(form, 'chuc-vu', 200)),
    )
    if (result) return result
    redirect(303, safeNext(url.searchParams.get('tiep'), '/viec'))
  },
}
