import { fail, redirect } from '@sveltejs/kit'
import { createToken, listApiTokens, revokeToken, TOKEN_SCOPES, type TokenScope } from '#server/accounts/index.ts'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { may } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { attempt, idOf, textOf } from '../../../refused.ts'
import { dateOfForm } from '../../week-fields.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../wanted.ts'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const tokens = await listApiTokens(call)
  const on = vietnamDate(call.now)
  const [directory, posts] = await Promise.all([loadDirectory(call.db, on), loadPosts(call.db, on)])
  const places = directory.all().filter((each) => may(call.actor, 'tokens.change', each.id))
  const asked = places.find((each) => each.id === url.searchParams.get('noi'))
  const here = asked ? directory.subtree(asked.id) : new Set<string>()
  const nameOf = (id: string | null) => directory.organisation(id ?? '')?.name ?? id ?? ''
  return {
    tokens: tokens.map((each) => ({
      ...each,
      post: posts.all.get(each.postId ?? '')?.title ?? each.postId ?? '',
      place: nameOf(each.organisationId),
      state: each.revokedAt ? 'revoked' : each.expiresAt && each.expiresAt <= call.now ? 'ended' : 'open',
    })),
    places: places.map((each) => ({ value: each.id, label: each.name })),
    place: asked ? { id: asked.id, name: asked.name } : null,
    posts: [...posts.all.values()]
      .filter((post) => post.holder && here.has(post.organisationId))
      .map((post) => ({ value: post.id, label: `${post.title} (${post.holder})`, group: nameOf(post.organisationId) })),
    revoked: url.searchParams.has('da-thu-hoi'),
  }
}

const SCOPES: readonly string[] = TOKEN_SCOPES

/** What each form must have. */
const WANTS = {
  make: {
    'chuc-vu': 'Chọn chức vụ mà hệ thống thay mặt.',
    ten: 'Ghi tên hệ thống dùng mã.',
    'pham-vi': 'Chọn ít nhất một phạm vi.',
    'ly-do': 'Ghi lý do cấp mã: văn bản nào, để làm gì.',
    'den-ngay': aDay('Ghi ngày hết hạn: ngày/tháng/năm.'),
  },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  cap: async ({ request, locals }) => {
    const form = await request.formData()
    const scopes = form.getAll('pham-vi').map(String)
    const result = await attempt(
      form,
      () =>
        createToken(locals.call, {
          ...{
            name: textOf(form, 'ten', 200),
            reason: textOf(form, 'ly-do', 500),
            postId: textOf(form, 'chuc-vu', 200),
          },
          ...{ organisationId: textOf(form, 'don-vi', 100) },
          scopes: scopes.filter((scope): scope is TokenScope => SCOPES.includes(scope)),
          expiresAt: new Date(`${dateOfForm(form, 'den-ngay')}T23:59:59+07:00`),
        }),
      { wants: WANTS.make },
    )
    if (!('token' in result)) return fail(result.status, { ...result.data, scopes })
    return { token: result.token, name: textOf(form, 'ten', 200) }
  },
  'thu-hoi': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      await revokeToken(locals.call, idOf(form, 'so'))
      return { done: true as const }
    })
    if (!('done' in result)) return result
    redirect(303, '/quan-tri/ma-he-thong?da-thu-hoi')
  },
}
