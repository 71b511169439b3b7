import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { sealAppendix, viewAppendices } from '#server/results/index.ts'
import { attempt, idOf, textOf } from '../../../../refused.ts'
import { theSigningHouse } from '../../../../signing-house.ts'
import { codeAskedFor, pinOf, shownPin } from '../../../../signing-words.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../wanted.ts'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = await viewDossier(locals.call, { code: params.code })
  const shown = await viewAppendices(locals.call, view)
  return {
    ...{ code: view.progress.code, procedure: view.procedure.name },
    ...shown,
    shownPin: await shownPin(),
    asked: shown.maySeal ? await codeAskedFor(locals.call, 'seal', shown.organisationId) : null,
    sealedNow: url.searchParams.has('da'),
  }
}

/** What each form must have. */
const WANTS = {
  seal: { tep: 'Chọn tệp cần ký.', 'mat-khau-khoa': 'Gõ mã PIN ký số.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    const sealed = await attempt(
      form,
      async () => {
        const view = await viewDossier(locals.call, { code: params.code })
        const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
        const command = {
          ...{ dossierId: view.dossier.id, attachmentId: idOf(form, 'tep'), secret: pinOf(form) },
          ...(oneTimeCode ? { oneTimeCode } : {}),
        }
        return { attachmentId: await sealAppendix(locals.call, await theSigningHouse(), view, command) }
      },
      { wants: WANTS.seal },
    )
    if (!('attachmentId' in sealed)) return sealed
    redirect(303, pathOf`/viec/${params.code}/phu-luc?da=1`)
  },
}
