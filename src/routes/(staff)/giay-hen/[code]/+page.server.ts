import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { renewReceipt, viewDossier } from '#server/dossiers/index.ts'
import { receiptFacts, setSlip, signSlip } from '#server/slips/index.ts'
import { keepReceipt, readFlash } from '../../../flash.ts'
import { attempt, idOf, textOf } from '../../../refused.ts'
import { paperHouse } from '../../../slip-pdf.ts'
import { theSigningHouse } from '../../../signing-house.ts'
import { codeAskedFor, SIGNING_FIELDS } from '../../../signing-words.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const ACCOUNT: ReadonlyMap<string, string> = new Map([
  ['not-wanted', 'Không lập tài khoản cho người nộp.'],
  ['no-identity', 'Chưa lập được tài khoản: tờ khai không có số căn cước 12 số của người nộp.'],
  ['known', 'Người nộp đã có tài khoản; hồ sơ này đã được ghi vào tài khoản ấy, không in mã.'],
])
const DONE: Record<string, string> = { ky: 'Đã ký số giấy hẹn. Bản in từ đây có chữ ký ấy.' }

/** After the acceptance: what to print for the person, and what to tell them. Before it there is no receipt, and the dossier opens. */
export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
  const view = await viewDossier(locals.call, { code: params.code })
  const { dossier, progress, procedure } = view
  if (!dossier.acceptedAt) redirect(303, pathOf`/viec/${params.code}`)
  const { actor, now } = locals.call
  const made = readFlash(cookies, '__Host-dinh-bien-nhan', {
    page: pathOf`/giay-hen/${params.code}`,
    of: actor.id,
    now,
  })
  return {
    code: progress.code,
    asked: await codeAskedFor(locals.call, 'receiver', dossier.receivingId),
    procedure: procedure.name,
    receipt: await receiptFacts(locals.call, view),
    handling: progress.handling,
    acceptedAt: dossier.acceptedAt,
    dueAt: dossier.dueAt,
    owner: dossier.ownerName,
    filer: dossier.filerName,
    phone: dossier.filerPhone,
    link: made?.secret ? `${url.origin}/tra-cuu/${progress.code}?khoa=${made.secret}` : null,
    claim: made?.claim ?? null,
    account: ACCOUNT.get(url.searchParams.get('lap') ?? '') ?? null,
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
    id: dossier.id,
  }
}

export const actions: Actions = {
  'in-lai': async ({ request, locals, params, cookies }) => {
    const form = await request.formData()
    const renew = () => renewReceipt(locals.call, { dossierId: idOf(form, 'ho-so') })
    const result = await attempt(form, renew, { form: 'in-lai' })
    if (!('receiptSecret' in result)) return result
    keepReceipt({ cookies, locals }, params.code, result)
    redirect(303, pathOf`/giay-hen/${params.code}`)
  },
  ky: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const sign = async () => {
      await setSlip(locals.call, paperHouse(url), { code: params.code }, 'receipt')
      const secret = textOf(form, 'mat-khau-ky', 200)
      const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
      return signSlip(locals.call, await theSigningHouse(), { code: params.code, kind: 'receipt', secret, oneTimeCode })
    }
    const result = await attempt(form, sign, { form: 'ky', fields: SIGNING_FIELDS })
    if (!('fileSha256' in result)) return result
    redirect(303, pathOf`/giay-hen/${params.code}?da=ky`)
  },
}
