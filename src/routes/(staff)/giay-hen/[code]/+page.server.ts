import { redirect } from '@sveltejs/kit'
import { renewReceipt, viewDossier } from '#server/dossiers/index.ts'
import { setSlip, signSlip } from '#server/slips/index.ts'
import { keepReceipt, readFlash } from '../../../flash.ts'
import { attempt, idOf, textOf } from '../../../refused.ts'
import { paperHouse } from '../../../slip-pdf.ts'
import { theSigningHouse } from '../../../signing-house.ts'
import { codeAskedFor } from '../../../signing-words.ts'
import { moneyWords } from '#ui/format.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const ACCOUNT: ReadonlyMap<string, string> = new Map([
  ['not-wanted', 'Không lập tài khoản cho người nộp.'],
  ['no-identity', 'Chưa lập được tài khoản: tờ khai không có số căn cước 12 số của người nộp.'],
  ['known', 'Người nộp đã có tài khoản; hồ sơ này đã được ghi vào tài khoản ấy, không in mã.'],
])

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
  const { dossier, progress, procedure, papers } = await viewDossier(locals.call, { code: params.code })
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
    ...{
      receiving: progress.receiving,
      handling: progress.handling,
      acceptedAt: dossier.acceptedAt,
      dueAt: dossier.dueAt,
      sets: dossier.sets,
    },
    ...{
      owner: dossier.ownerName,
      filer: dossier.filerName,
      phone: dossier.filerPhone,
      address: dossier.ownerAddress,
      official: locals.call.actor.name,
    },
    papers: papers.filter((paper) => paper.check?.verdict === 'there').map((paper) => paper.name),
    fee:
      dossier.feeState === 'due'
        ? `Còn phải nộp ${moneyWords(dossier.feeTotal)}`
        : dossier.feeState === 'paid'
          ? `Đã nộp ${moneyWords(dossier.feeTotal)}, biên lai ${dossier.feeReceipt ?? ''}`
          : dossier.feeState === 'exempt'
            ? 'Được miễn'
            : 'Không phải nộp',
    link: made?.secret ? `${url.origin}/tra-cuu/${progress.code}?khoa=${made.secret}` : null,
    claim: made?.claim ?? null,
    account: ACCOUNT.get(url.searchParams.get('lap') ?? '') ?? null,
    id: dossier.id,
  }
}

export const actions: Actions = {
  'in-lai': async ({ request, locals, params, cookies }) => {
    const form = await request.formData()
    const result = await attempt(form, () => renewReceipt(locals.call, { dossierId: idOf(form, 'ho-so') }))
    if (!('receiptSecret' in result)) return result
    keepReceipt({ cookies, locals }, params.code, result)
    redirect(303, pathOf`/giay-hen/${params.code}`)
  },
  ky: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      await setSlip(locals.call, paperHouse(url), { code: params.code }, 'receipt')
      const secret = textOf(form, 'mat-khau-ky', 200)
      const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
      return signSlip(locals.call, await theSigningHouse(), { code: params.code, kind: 'receipt', secret, oneTimeCode })
    })
    if (!('fileSha256' in result)) return result
    redirect(303, pathOf`/tep/giay/${result.id}`)
  },
}
