import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import {
  disableAccount,
  enableAccount,
  endSessionsOf,
  findOfficial,
  giveSetupCode,
  listSessions,
  resetSecondFactor,
} from '#server/accounts/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { attempt } from '../../../../refused.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const DONE: Record<string, string> = {
  khoa: 'Đã khóa tài khoản; mọi máy đã bị đăng xuất.',
  mo: 'Đã mở lại tài khoản.',
  'lop-hai': 'Đã xóa lớp xác thực thứ hai; mọi máy đã bị đăng xuất.',
  'dang-xuat': 'Mọi máy đã bị đăng xuất.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const account = await findOfficial(locals.call, params.id)
  if (!account) throw new Refusal('accounts.unknown')
  const directory = await loadDirectory(locals.call.db)
  return {
    account: {
      ...account,
      posts: account.posts.map((post) => `${post.title}, ${directory.organisation(post.organisationId)?.name ?? ''}`),
    },
    sessions: await listSessions(locals.call.db, account.id, locals.call.now),
    done: own(DONE, url.searchParams.get('xong') ?? '') ?? null,
  }
}

type Event = { request: Request; locals: App.Locals; params: { id: string } }
const act =
  (done: string, run: (call: Call, command: { accountId: string }) => Promise<unknown>) =>
  async ({ request, locals, params }: Event) => {
    const result = await attempt(await request.formData(), async () => {
      await run(locals.call, { accountId: params.id })
      return { done: true as const }
    })
    if (!('done' in result)) return result
    redirect(303, pathOf`/quan-tri/tai-khoan/${params.id}?xong=${done}`)
  }

export const actions: Actions = {
  khoa: act('khoa', disableAccount),
  mo: act('mo', enableAccount),
  'lop-hai': act('lop-hai', resetSecondFactor),
  'dang-xuat': act('dang-xuat', endSessionsOf),
  ma: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const result = await attempt(form, () => giveSetupCode(locals.call, { accountId: params.id }))
    if (!('code' in result)) return result
    return { slip: { ...result, address: `${url.origin}/ma-bien-nhan`, at: locals.call.now } }
  },
}
