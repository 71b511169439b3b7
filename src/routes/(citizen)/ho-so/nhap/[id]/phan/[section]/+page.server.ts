import { setAt } from '#own-keys'
import { error, fail, redirect } from '@sveltejs/kit'
import { loadDirectory } from '#server/directory/index.ts'
import { compareSection, saveSection, viewDraft } from '#server/filing/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  answerAt,
  APPLICANT_PHONE,
  type FormField,
  fieldsOf,
  liveSection,
  pagesMayChange,
  readSection,
} from '#server/procedures/index.ts'
import { sentenceOf } from '#server/refusals.ts'
import { counterWords } from '../../../../../../form/counter-words.ts'
import { newerOf } from '../../../../../../form/newer-version.ts'
import { countOf } from '../../../../../../refused.ts'
import { requireNumbersOpen } from '../../../../../../papers-open.ts'
import { pathOf } from '../../../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = await viewDraft(locals.call, params.id)
  if (view.draft.sentDossierId) redirect(303, '/ho-so')
  requireNumbersOpen(locals, url.pathname, view.draft.createdAt, view.draft.answers)
  const at = view.sections.findIndex((section) => section.key === params.section)
  const on = vietnamDate(locals.call.now)
  const form = view.version.content.form!
  const section = liveSection(form, params.section, view.draft.answers, on)
  if (!section) error(404, { message: 'Bản khai không có phần này.' })
  const directory = await loadDirectory(locals.call.db)
  const check = url.searchParams.has('xem-loi')
  const atDesk = view.draft.deskId !== null
  const asksPhone = atDesk && fieldsOf(section.fields).some(({ path }) => path === APPLICANT_PHONE)
  // At a desk the phone is asked for: the answer is a number, or that there is none.
  const asked = (fields: FormField[]): FormField[] =>
    fields.map((field) =>
      asksPhone && field.path === APPLICANT_PHONE
        ? { ...field, required: true, hint: 'Không có thì chọn “Không có điện thoại” ngay dưới đây.' }
        : field,
    )
  const shown = atDesk ? counterWords({ ...section, fields: asked(section.fields) }) : section
  return {
    /** Whether "Không có điện thoại" is an answer here, was the last one, and behind which question it stands. */
    noPhone: asksPhone
      ? {
          chosen: view.draft.doneSections.includes(params.section) && !answerAt(view.draft.answers, APPLICANT_PHONE),
          after: shown.fields.findIndex((field) => fieldsOf([field]).some(({ path }) => path === APPLICANT_PHONE)) + 1,
        }
      : null,
    id: params.id,
    name: view.version.content.shortName ?? view.version.content.name,
    section: shown,
    number: at + 1,
    // The count is said where it stays: a form whose answers open more pages does not promise one.
    of: pagesMayChange(form) ? null : view.sections.length,
    on,
    previous: view.sections[at - 1]?.key ?? null,
    answers: view.draft.answers,
    version: view.draft.version,
    ...newerOf(view),
    faults: check ? view.faults.filter((fault) => fault.section === params.section) : [],
    communes: directory.communes().map((each) => ({ value: each.id, label: each.name, group: each.districtName })),
  }
}

/** Rows come and go by buttons that save the page as it is; only rows that this page asks for. */
function changeRows(answers: Record<string, unknown>, fields: FormField[], form: FormData) {
  const within = { [fields[0]?.path.split('.')[0] ?? '']: answers }
  const rowsAt = (path: string) => {
    if (!fieldsOf(fields).some((field) => field.row && field.path === path)) return undefined
    const rows = answerAt(within, path)
    return Array.isArray(rows) ? (rows as unknown[]) : []
  }
  const add = form.get('them-dong')
  const remove = form.get('bo-dong')
  if (typeof add === 'string') {
    const rows = rowsAt(add)
    if (rows) setAt(within, add, [...rows, {}])
  }
  if (typeof remove === 'string') {
    const cut = remove.lastIndexOf('.')
    const path = remove.slice(0, cut)
    const rows = rowsAt(path)
    const at = remove.slice(cut + 1)
    if (rows && /^\d{1,4}$/.test(at)) setAt(within, path, rows.toSpliced(Number(at), 1))
  }
  return typeof add === 'string' || typeof remove === 'string'
}

/** Where the person chose what the other device saved, that is the answer; everywhere else what stands in this page is. */
function takeChosen(
  answers: Record<string, unknown>,
  fields: FormField[],
  saved: Record<string, unknown>,
  form: FormData,
) {
  const within = { [fields[0]?.path.split('.')[0] ?? '']: answers }
  for (const { path } of fieldsOf(fields))
    if (form.get(`chon:${path}`) === 'may-kia') setAt(within, path, answerAt(saved, path))
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    const view = await viewDraft(locals.call, params.id)
    const version = countOf(form, 'ban')
    const asked = view.sections.find((section) => section.key === params.section)
    const spoken = <T>(words: T): T => (view.draft.deskId === null ? words : counterWords(words))
    const on = vietnamDate(locals.call.now)
    const live = liveSection(view.version.content.form!, params.section, view.draft.answers, on)
    if (!asked || !live) error(404, { message: 'Bản khai không có phần này.' })
    // Questions that an answer of this same page opens are read too, where a script showed them.
    const answers = readSection(live.fields, form)
    takeChosen(answers, live.fields, view.draft.answers, form)
    const rowsChanged = changeRows(answers, live.fields, form)
    try {
      const saved = await saveSection(locals.call, {
        draftId: params.id,
        version,
        section: params.section,
        answers,
        complete: !rowsChanged,
        withoutPhone: form.has('khong-dien-thoai'),
      })
      const here = pathOf`/ho-so/nhap/${params.id}`
      if (rowsChanged) redirect(303, pathOf`${here}/phan/${params.section}`)
      const after = await viewDraft(locals.call, params.id)
      const before = new Set(fieldsOf(asked.fields).map((each) => each.path))
      const seen = [...form.keys()].filter((name) => name.startsWith('hoi:')).map((name) => `${name.slice(4)}.`)
      const isNew = (path: string) => !before.has(path) && !seen.some((each) => `${path}.`.startsWith(each))
      const now = fieldsOf(after.sections.find((section) => section.key === params.section)?.fields ?? [])
      // A question nobody could see yet is no fault: it is asked now.
      const unseen = new Set(now.filter((each) => isNew(each.path)).map((each) => each.path))
      const opened = saved.faults.filter(({ path }) => unseen.has(path)).map(({ path, title }) => ({ path, title }))
      if (saved.faults.length > 0)
        return fail(422, {
          faults: spoken(saved.faults.filter(({ path }) => !unseen.has(path))),
          withoutPhone: form.has('khong-dien-thoai'),
          opened: spoken(opened),
          answers: { [params.section]: answers },
          version: saved.version,
          differences: [],
          fault: null,
        })
      if (form.has('nghi')) redirect(303, here)
      const at = after.sections.findIndex((section) => section.key === params.section)
      const next = after.sections[at + 1]
      redirect(
        303,
        next
          ? pathOf`${here}/phan/${next.key}`
          : after.papers.some((paper) => paper.need === 'submit' && !paper.madeByForm)
            ? pathOf`${here}/giay-to`
            : pathOf`${here}/kiem-tra`,
      )
    } catch (refused) {
      if (!(refused instanceof Refusal)) throw refused
      // What was typed is shown again, beside what the other device saved, with the version now in the house.
      const changed = ['filing.changed-elsewhere', 'platform.key-reused'].includes(refused.code)
      const section = { draftId: params.id, section: params.section, answers }
      const other = changed ? await compareSection(locals.call, section) : undefined
      return fail(409, {
        faults: [],
        opened: [],
        withoutPhone: form.has('khong-dien-thoai'),
        answers: { [params.section]: answers },
        version: other?.version ?? version,
        differences: other?.differences ?? [],
        fault: sentenceOf(refused.code, refused.facts),
      })
    }
  },
}
