import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { confirmToken, viewTokensOfPost } from '#server/accounts/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { attempt, textOf } from '../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

const SCOPES: Record<string, string> = { read: 'Xem', file: 'Nộp', process: 'Xử lý' }

export const load: PageServerLoad = async ({ locals: { call }, url }) => {
  const [tokens, directory] = await Promise.all([viewTokensOfPost(call), loadDirectory(call.db)])
  return {
    post: call.actor.postTitle ?? '',
    tokens: tokens.map((each) => ({
      id: each.id,
      name: each.name,
      reason: each.reason,
      scopes: each.scopes.map((scope) => own(SCOPES, scope) ?? scope).join(', '),
      processes: each.scopes.includes('process'),
      place: directory.organisation(each.organisationId ?? '')?.name ?? '',
      createdAt: each.createdAt,
      expiresAt: each.expiresAt,
      confirmedAt: each.confirmedAt,
    })),
    done: url.searchParams.has('da-xac-nhan') ? 'Đã xác nhận. Hệ thống làm việc thay chức vụ từ bây giờ.' : null,
  }
}

export const actions: Actions = {
  'xac-nhan': async ({ request, locals }) => {
    const form = await request.formData()
    const id = textOf(form, 'so', 40)
    const result = await attempt(
      form,
      async () => {
        await confirmToken(locals.call, { id, password: String(form.get(`mat-khau-${id}`) ?? '') })
        return { done: true as const }
      },
      { wants: { [`mat-khau-${id}`]: 'Gõ mật khẩu đăng nhập của Ông/Bà.' } },
    )
    if (!('done' in result)) return result
    redirect(303, '/ma-thay-chuc-vu?da-xac-nhan')
  },
}
