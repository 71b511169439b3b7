import { loadDirectory } from '#server/directory/index.ts'
import { redirect } from '@sveltejs/kit'
import { findPaper, readPaperCode } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { copyingOrganisation, copyPaper, viewPaperToCopy } from '#server/results/index.ts'
import { COPY_FORM_OPTIONS, readForm } from '../../../../copy-words.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { theSigningHouse } from '../../../../signing-house.ts'
import { codeAskedFor, pinOf, shownPin } from '../../../../signing-words.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../wanted.ts'

async function paperOf(call: Call, typed: string) {
  const paper = await findPaper(call.db, { code: readPaperCode(typed) ?? '' })
  if (!paper) throw new Refusal('results.paper-unknown')
  return viewPaperToCopy(call, paper.id)
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const paper = await paperOf(locals.call, params.code)
  const directory = await loadDirectory(locals.call.db)
  const organisationId = copyingOrganisation(locals.call.actor, directory.successor(paper.organisationId))
  if (!organisationId) throw new Refusal('signing.no-right')
  return {
    paper: { id: paper.id, title: paper.title, code: paper.code, notation: paper.notation, pages: paper.pages },
    issuer: directory.organisation(paper.organisationId)?.name ?? '',
    organisation: directory.organisation(organisationId)?.name ?? '',
    forms: COPY_FORM_OPTIONS,
    shownPin: await shownPin(),
    asked: await codeAskedFor(locals.call, 'seal', organisationId),
  }
}

/** What each form must have. */
const WANTS = {
  copy: { 'hinh-thuc': 'Chọn hình thức sao.', 'mat-khau-khoa': 'Gõ mã PIN ký số.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    const signed = await attempt(
      form,
      async () => {
        const paper = await paperOf(locals.call, params.code)
        const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
        return copyPaper(locals.call, await theSigningHouse(), {
          ...{ paperId: paper.id, form: readForm(textOf(form, 'hinh-thuc', 20)) ?? 'sao-y', secret: pinOf(form) },
          ...(oneTimeCode ? { oneTimeCode } : {}),
        })
      },
      { wants: WANTS.copy },
    )
    if (!('code' in signed && 'fileSha256' in signed)) return signed
    redirect(303, pathOf`/ban-sao/${signed.id}?da=sao`)
  },
}
