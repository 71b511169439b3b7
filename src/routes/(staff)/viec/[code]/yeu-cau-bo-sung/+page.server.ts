import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import { askCompletion, type DossierView, proposeItem, viewDossier } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { target } from '../desk-form.ts'
import { readItems, typedItems } from './asked-items.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

type Choice = { value: string; label: string; group: string; wanted: boolean }

const choicesOf = ({ papers, sections }: DossierView): Choice[] => [
  ...papers
    .filter((paper) => !paper.madeByForm)
    .map((paper) => ({
      value: `document|${paper.key}`,
      label: paper.name,
      group: 'Giấy tờ',
      wanted: paper.files.length === 0 && paper.need === 'submit' && !paper.optional,
    })),
  ...sections.flatMap((section) =>
    section.lines.map((line) => ({
      value: `field|${line.path}`,
      label: `${line.title}: ${line.words.slice(0, 120)}`,
      group: section.title,
      wanted: false,
    })),
  ),
  { value: 'other|', label: 'Việc khác', group: 'Khác', wanted: false },
]

/** The items proposed for what was ticked. */
async function proposed(call: Call, view: DossierView, chosen: readonly string[]) {
  const { content } = await getVersion(call.db, view.dossier.procedureVersionId)
  const known = new Set(choicesOf(view).map(({ value }) => value))
  return chosen
    .filter((value) => known.has(value))
    .map((value) => {
      const cut = value.indexOf('|')
      const [kind, targetKey] = [value.slice(0, cut), value.slice(cut + 1)]
      const said = view.sections
        .flatMap(({ lines }) => lines)
        .find(({ path }) => path === targetKey)
        ?.words.slice(0, 120)
      const has = view.papers.some(({ key, files }) => key === targetKey && files.length > 0)
      return proposeItem(content, view.dossier.answers, vietnamDate(view.dossier.filedAt), {
        target: kind,
        targetKey,
        has,
        ...(said ? { said } : {}),
      })
    })
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const view = await viewDossier(locals.call, { code: params.code })
  return {
    code: view.progress.code,
    name: view.procedure.name,
    open: view.powers.includes('ask-completion'),
    asked: view.completion.length,
    choices: choicesOf(view),
    dossier: { id: view.dossier.id, revision: view.dossier.revision },
  }
}

export const actions: Actions = {
  /** Adds what was ticked to the items, or takes one away; what was typed stays. */
  muc: async ({ request, locals, params }) => {
    const form = await request.formData()
    const view = await viewDossier(locals.call, { code: params.code })
    const chosen = form.getAll('chon').map(String)
    const drop = form.has('bo') ? Number(form.get('bo')) : -1
    const items = [...typedItems(form).filter((_, at) => at !== drop), ...(await proposed(locals.call, view, chosen))]
    return { items, faults: [] }
  },
  gui: async ({ request, locals, params }) => {
    const form = await request.formData()
    const typed = typedItems(form)
    const { faults, items } = readItems(typed)
    if (faults.length > 0) return fail(422, { items: typed, faults })
    try {
      await askCompletion(locals.call, { ...target(form), items, checks: [] })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const fault = { id: 'muc-can-bo-sung', words: sentenceOf(error.code, error.facts) }
      return fail(own(REFUSALS, error.code)?.status ?? 422, { items: typed, faults: [fault] })
    }
    redirect(303, pathOf`/phieu/${params.code}`)
  },
}
