import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { draftFor, formLines, prepareResult, readTyped, resultTemplate, viewResult } from '#server/results/index.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { paperHouse } from '../../../../slip-pdf.ts'
import { optional, target } from '../desk-form.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const view = await viewDossier(call, { code: params.code })
  const { current, preparables, signatories, mayPrepare } = await viewResult(call, view)
  const wanted = url.searchParams.get('mau') ?? current?.result.resultKey ?? preparables[0]?.key
  const chosen = preparables.find((each) => each.key === wanted)
  const signer = url.searchParams.get('nguoi-ky') ?? signatories[0]?.postId
  const kept = current && !url.searchParams.has('dien-lai') && current.result.resultKey === chosen?.key
  const draft = chosen && mayPrepare && !kept ? await draftFor(call, view, chosen, signer) : null
  const template = chosen && mayPrepare ? await resultTemplate(call, chosen.templateKey) : null
  const data = kept ? current.result.data : draft?.data
  return {
    code: view.progress.code,
    procedure: view.procedure.name,
    dossier: { id: view.dossier.id, revision: view.dossier.revision },
    mayPrepare,
    preparables: preparables.map(({ key, name, outcome }) => ({
      value: key,
      label: outcome === 'refuse' ? `${name} (từ chối)` : name,
    })),
    signatories: signatories.map(({ postId, title, name }) => ({ value: postId, label: `${name}, ${title}` })),
    ...{ chosen: chosen?.key ?? null, signer: signer ?? null },
    lines: template ? formLines(template.schema, data) : [],
    missing: draft?.missing.map((each) => each.title) ?? [],
    verified: template?.verified ?? true,
    paper: current && kept ? { id: current.paper.id, title: current.paper.title, setAt: current.paper.setAt } : null,
    saved: url.searchParams.has('da'),
  }
}

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const key = textOf(form, 'mau', 100)
    const prepared = await attempt(form, async () => {
      const view = await viewDossier(locals.call, { code: params.code })
      const wanted = (await viewResult(locals.call, view)).preparables.find((each) => each.key === key)
      const data = await readTyped(
        locals.call,
        wanted?.templateKey ?? '',
        (path) => optional(form, `du-lieu.${path}`, 8000) ?? undefined,
      )
      return prepareResult(locals.call, paperHouse(url), { ...target(form), resultKey: key, data })
    })
    if (!('paper' in prepared)) return prepared
    redirect(303, `/viec/${params.code}/ket-qua?da=1`)
  },
}
