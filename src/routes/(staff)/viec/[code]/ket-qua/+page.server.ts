import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import {
  draftFor,
  formLines,
  isLaid,
  prepareResult,
  readTyped,
  resultTemplate,
  viewResult,
} from '#server/results/index.ts'
import { faultOfAddress } from '../../../../file-fault.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { paperHouse } from '../../../../slip-pdf.ts'
import { optional, target } from '../desk-form.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const DATA_FIELDS = { fields: (field: string) => field.replace(/^data\./, 'du-lieu.') }
const DONE: Record<string, string> = {
  '1': 'Đã lưu dự thảo. Xem lại bản in bên cạnh rồi về hồ sơ để trình.',
  them: 'Đã thêm tệp. Chọn tệp ấy để ghi lên rồi lưu.',
}
/** After one was added, the newest file; else none, so that it is chosen. */
const scanAsked = (url: URL, scans: readonly { id: string }[]) =>
  url.searchParams.get('da') === 'them' || scans.length === 1 ? (scans.at(-1)?.id ?? null) : null

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const view = await viewDossier(call, { code: params.code })
  const result = await viewResult(call, view)
  const { preparables, signatories, mayPrepare, scans } = result
  const prepared = [result.current, ...result.beside].filter((each) => each !== null)
  const isOpen = (key: string | undefined) => preparables.some((each) => each.key === key)
  const asked = url.searchParams.get('mau') ?? result.current?.result.resultKey
  const wanted = isOpen(asked) ? asked : preparables[0]?.key
  const chosen = preparables.find((each) => each.key === wanted)
  const signer = url.searchParams.get('nguoi-ky') ?? signatories[0]?.postId
  const current = prepared.find((each) => each.result.resultKey === chosen?.key)
  const kept = current && !url.searchParams.has('dien-lai')
  const draft = chosen && mayPrepare && !kept ? await draftFor(call, view, chosen, signer, result.issuerId) : null
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
    laid: template && isLaid(template) ? { scans, on: current?.result.laidOn ?? scanAsked(url, scans) } : null,
    others: prepared
      .filter((each) => each !== current)
      .map(({ result: { id, resultKey }, name }) => ({ id, key: resultKey, name })),
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
    uploadFault: faultOfAddress(url),
  }
}

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const key = textOf(form, 'mau', 100)
    const prepared = await attempt(
      form,
      async () => {
        const view = await viewDossier(locals.call, { code: params.code })
        const wanted = (await viewResult(locals.call, view)).preparables.find((each) => each.key === key)
        const data = await readTyped(
          locals.call,
          wanted?.templateKey ?? '',
          (path) => optional(form, `du-lieu.${path}`, 8000) ?? undefined,
        )
        return prepareResult(locals.call, paperHouse(url), {
          ...target(form),
          resultKey: key,
          data,
          laidOn: optional(form, 'ban-quet', 40),
        })
      },
      DATA_FIELDS,
    )
    if (!('paper' in prepared)) return prepared
    redirect(303, pathOf`/viec/${params.code}/ket-qua?da=1&mau=${key}`)
  },
}
