import { own } from '#own-keys'
import { viewDossier } from '#server/dossiers/index.ts'
import { redirect } from '@sveltejs/kit'
import { setSlip, signSlip } from '#server/slips/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { paperHouse } from '../../../slip-pdf.ts'
import { theSigningHouse } from '../../../signing-house.ts'
import { codeAskedFor, SIGNING_FIELDS } from '../../../signing-words.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { dossier, progress, procedure, completion, events } = await viewDossier(locals.call, { code: params.code })
  const declined = events.findLast((event) => event.kind === 'declined' || event.kind === 'handed-over')
  const text = (name: string) => {
    const fact = own(declined?.facts, name)
    return typeof fact === 'string' ? fact : null
  }
  const round = completion.at(-1)?.round
  return {
    code: progress.code,
    procedure: procedure.name,
    receiving: progress.receiving,
    filer: dossier.filerName,
    asked: await codeAskedFor(locals.call, 'receiver', dossier.receivingId),
    done: url.searchParams.get('da') === 'ky' ? 'Đã ký số phiếu. Bản in từ đây có chữ ký ấy.' : null,
    declined: declined
      ? { reason: text('reason'), clause: text('clause'), rightPlace: text('rightPlace'), newCode: text('newCode') }
      : null,
    items: completion.filter((item) => item.round === round),
  }
}

export const actions: Actions = {
  ky: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const kind = textOf(form, 'loai', 20) === 'tu-choi' ? ('decline' as const) : ('completion' as const)
    const sign = async () => {
      await setSlip(locals.call, paperHouse(url), { code: params.code }, kind)
      const secret = textOf(form, 'mat-khau-ky', 200)
      const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
      return signSlip(locals.call, await theSigningHouse(), { code: params.code, kind, secret, oneTimeCode })
    }
    const result = await attempt(form, sign, { form: 'ky', fields: SIGNING_FIELDS })
    if (!('fileSha256' in result)) return result
    redirect(303, pathOf`/phieu/${params.code}?da=ky`)
  },
}
