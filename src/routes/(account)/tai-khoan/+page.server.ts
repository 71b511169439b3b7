import { redirect } from '@sveltejs/kit'
import {
  type Account,
  changePassword,
  endOtherSessions,
  findAccount,
  idleMinutesOf,
  listSessions,
  saveOwnData,
} from '#server/accounts/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt, shownAgain } from '../../field-faults.ts'
import { renewSession } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

const DONE: ReadonlyMap<string, string> = new Map([
  [
    'lien-he',
    'Đã xác nhận số điện thoại hoặc thư điện tử; lần sau đăng nhập bằng nơi ấy. Các máy khác đã bị đăng xuất.',
  ],
  ['lop-hai', 'Đã đặt xác thực lớp hai; các máy khác đã bị đăng xuất.'],
])

const signedInOf = (locals: App.Locals) => {
  if (!locals.signedIn || locals.signedIn.owes) redirect(303, '/dang-nhap?tiep=/tai-khoan')
  return locals.signedIn
}

/** What the page shows of an account; the number of the identity paper only where a code was given. */
function shownOf(account: Account, closed: boolean) {
  const { id, kind, fullName, birthDate, gender, identityPaper, identityNumber, taxCode } = account
  const { residenceCommune, residenceDetail, identityLevel, phone, email } = account
  return {
    id,
    kind,
    fullName,
    birthDate,
    gender,
    identityPaper,
    identityNumber: closed && identityNumber ? null : identityNumber,
    covered: closed && identityNumber ? `••••••${identityNumber.slice(-3)}` : null,
    taxCode,
    residenceCommune,
    residenceDetail,
    identityLevel,
    phone,
    phoneConfirmed: account.phoneConfirmedAt !== null,
    email,
    emailConfirmed: account.emailConfirmedAt !== null,
    oneDesk: identityLevel === 'desk' && account.secondProofAt === null,
  }
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const signedIn = signedInOf(locals)
  const { call } = locals
  const account = await findAccount(call.db, signedIn.session.accountId)
  if (!account) redirect(303, '/dang-nhap')
  const directory = await loadDirectory(call.db)
  const sessions = await listSessions(call.db, account.id, call.now)
  return {
    account: shownOf(account, Boolean(call.actor.owesIdentityCode)),
    password: account.passwordHash !== null,
    totp: account.totpSecretSealed !== null,
    communes: directory.communes().map((each) => ({ value: each.id, label: each.name, group: each.districtName })),
    sessions: sessions.map((each) => ({ ...each, here: each.id === signedIn.session.id })),
    post: signedIn.actor.postTitle ?? null,
    posts: signedIn.posts.length,
    idle: idleMinutesOf(signedIn.session),
    done: DONE.get(url.searchParams.get('da') ?? '') ?? null,
  }
}

const OWN_FIELDS = {
  names: {
    fullName: 'ho-ten',
    birthDate: 'ngay-sinh',
    gender: 'gioi-tinh',
    identityPaper: 'loai-giay-to',
    identityNumber: 'so',
    taxCode: 'ma-so-thue',
    residenceCommune: 'xa',
    residenceDetail: 'dia-chi',
  },
}
const PASSWORD_FIELDS = {
  names: { oldPassword: 'mat-khau-cu', oldCode: 'ma-cu', password: 'mat-khau' },
  again: ['mat-khau'],
}

export const actions: Actions = {
  luu: async ({ request, locals }) => {
    const form = await request.formData()
    signedInOf(locals)
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 4000)
    const directory = await loadDirectory(locals.call.db)
    const communes = new Set(directory.communes().map((each) => each.id))
    const result = await attemptAt(form, OWN_FIELDS, () =>
      saveOwnData(
        locals.call,
        {
          fullName: text('ho-ten'),
          birthDate: text('ngay-sinh'),
          gender: text('gioi-tinh'),
          identityPaper: text('loai-giay-to'),
          identityNumber: text('so'),
          taxCode: text('ma-so-thue'),
          residenceCommune: text('xa'),
          residenceDetail: text('dia-chi'),
        },
        (id) => communes.has(id),
      ),
    )
    return result ?? { saved: 'Đã lưu.' }
  },
  'mat-khau': async ({ request, locals, cookies }) => {
    const form = await request.formData()
    const { session } = signedInOf(locals)
    const shown = shownAgain(form, PASSWORD_FIELDS.again)
    if (shown) return shown
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 1000)
    const sealing = sealingOf(running().settings.dataDir)
    const result = await attemptAt(form, PASSWORD_FIELDS, async () => ({
      renewed: await changePassword(locals.call, sealing, session, {
        again: { password: text('mat-khau-cu'), code: text('ma-cu') },
        password: text('mat-khau'),
      }),
    }))
    if (!('renewed' in result)) return result
    renewSession(cookies, result.renewed)
    return { saved: 'Đã đổi mật khẩu; các máy khác đã bị đăng xuất, và một tin báo đã gửi đi.' }
  },
  'may-khac': async ({ locals }) => {
    const { session } = signedInOf(locals)
    await endOtherSessions(locals.call, session.accountId, session.id)
    return { saved: 'Các máy khác đã bị đăng xuất.' }
  },
}
