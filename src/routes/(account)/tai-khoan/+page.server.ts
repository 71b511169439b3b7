import { redirect } from '@sveltejs/kit'
import { changePassword, endOtherSessions, findAccount, listSessions, saveOwnData } from '#server/accounts/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { attempt, textOf } from '../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { signedIn, call } = locals
  if (!signedIn || signedIn.owes) redirect(303, '/dang-nhap?tiep=/tai-khoan')
  const account = await findAccount(call.db, signedIn.session.accountId)
  if (!account) redirect(303, '/dang-nhap')
  const directory = await loadDirectory(call.db)
  const { passwordHash: _hash, totpSecretSealed, ...shown } = account
  return {
    account: shown,
    totp: totpSecretSealed !== null,
    communes: directory.communes().map((each) => ({ value: each.id, label: each.name, group: each.districtName })),
    sessions: (await listSessions(call.db, account.id, call.now)).map((each) => ({
      ...each,
      here: each.id === signedIn.session.id,
    })),
    post: signedIn.actor.postTitle ?? null,
    posts: signedIn.posts.length,
  }
}

const signedInOf = (locals: App.Locals) => {
  if (!locals.signedIn || locals.signedIn.owes) redirect(303, '/dang-nhap?tiep=/tai-khoan')
  return locals.signedIn
}

export const actions: Actions = {
  luu: async ({ request, locals }) => {
    const form = await request.formData()
    signedInOf(locals)
    const result = await attempt(form, () =>
      saveOwnData(locals.call, {
        ...{
          fullName: textOf(form, 'ho-ten', 1200),
          birthDate: textOf(form, 'ngay-sinh', 10).split('/').toReversed().join('-') || null,
        },
        ...{ gender: textOf(form, 'gioi-tinh', 10) || null, identityPaper: textOf(form, 'so', 30) ? 'can-cuoc' : null },
        ...{ identityNumber: textOf(form, 'so', 30) || null, taxCode: textOf(form, 'ma-so-thue', 20) || null },
        ...{ residenceCommune: textOf(form, 'xa', 100) || null, residenceDetail: textOf(form, 'dia-chi', 400) || null },
      }),
    )
    return result ?? { saved: 'Đã lưu.' }
  },
  'mat-khau': async ({ request, locals }) => {
    const form = await request.formData()
    const { session } = signedInOf(locals)
    const result = await attempt(form, () =>
      changePassword(locals.call, {
        accountId: session.accountId,
        sessionId: session.id,
        old: String(form.get('mat-khau-cu') ?? ''),
        password: String(form.get('mat-khau') ?? ''),
      }),
    )
    return result ?? { saved: 'Đã đổi mật khẩu; các máy khác đã bị đăng xuất.' }
  },
  'may-khac': async ({ locals }) => {
    const { session } = signedInOf(locals)
    await endOtherSessions(locals.call, session.accountId, session.id)
    return { saved: 'Các máy khác đã bị đăng xuất.' }
  },
}
