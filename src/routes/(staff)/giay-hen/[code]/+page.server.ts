import { redirect } from '@sveltejs/kit'
import { renewReceipt, viewDossier } from '#server/dossiers/index.ts'
import { attempt } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { dossier, progress, procedure, papers } = await viewDossier(locals.call, { code: params.code })
  const secret = url.searchParams.get('khoa')
  return {
    code: progress.code,
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
    link: secret ? `${url.origin}/tra-cuu/${progress.code}?khoa=${secret}` : null,
    claim: url.searchParams.get('tai-khoan'),
    id: dossier.id,
  }
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () => renewReceipt(locals.call, { dossierId: String(form.get('ho-so')) }))
    if (!('receiptSecret' in result)) return result
    redirect(303, `/giay-hen/${params.code}?khoa=${result.receiptSecret}`)
  },
}
