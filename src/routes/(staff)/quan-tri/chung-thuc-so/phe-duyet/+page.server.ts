import { fail, redirect } from '@sveltejs/kit'
import {
  type ApprovalChain,
  changeApprovalChain,
  REQUEST_KINDS,
  STEPS,
  viewApprovalChains,
  withdrawApprovalChain,
} from '#server/certificates/index.ts'
import { dateWords } from '#ui/format.ts'
import { dateOfForm } from '../../../../(admin)/week-fields.ts'
import { REQUEST_WORDS, STEP_WORDS } from '../../../../certificate-words.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aDay, type Wishes } from '../../../../wanted.ts'

const HERE = '/quan-tri/chung-thuc-so/phe-duyet'
const CHOSEN = STEPS.filter((step) => step !== 'authority')

const waysOf = (chain: ApprovalChain) =>
  REQUEST_KINDS.map((kind) => ({ words: REQUEST_WORDS[kind]!, way: chain[kind].map((step) => STEP_WORDS[step]!) }))

export const load: PageServerLoad = async ({ locals, url }) => {
  const { chain, since, today, rows, seen } = await viewApprovalChains(locals.call)
  return {
    ...{ since, seen, today: dateWords(today), done: url.searchParams.get('xong') },
    kinds: REQUEST_KINDS.map((kind) => ({
      ...{ kind, words: REQUEST_WORDS[kind]!, steps: chain[kind] as string[] },
      way: chain[kind].map((step) => STEP_WORDS[step]!),
    })),
    steps: CHOSEN.map((value) => ({ value, label: STEP_WORDS[value]! })),
    rows: rows.map((row) => ({
      ...{ effectiveOn: row.effectiveOn, basis: row.basis, changedAt: row.changedAt, changedByName: row.changedByName },
      ways: waysOf(row.chain),
      state: row.effectiveOn > today ? 'coming' : row.effectiveOn === since ? 'now' : 'over',
    })),
  }
}

/** The steps chosen for each kind, in the order of the way; the authority comes last of itself. */
const stepsOf = (form: FormData) =>
  Object.fromEntries(
    REQUEST_KINDS.map((kind) => {
      const chosen = new Set(form.getAll(`buoc-${kind}`))
      return [kind, [...CHOSEN.filter((step) => chosen.has(step)), 'authority' as const]]
    }),
  )

/** What each form must have. */
const WANTS = {
  choose: {
    'tu-ngay': aDay('Ghi ngày áp dụng: hôm nay hoặc một ngày sắp tới, đủ ngày, tháng, năm.'),
    'can-cu': 'Ghi căn cứ: số, ngày của văn bản.',
  },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  chon: async ({ request, locals }) => {
    const form = await request.formData()
    const chain = stepsOf(form)
    const result = await attempt(
      form,
      async () => {
        await changeApprovalChain(locals.call, {
          ...{ chain, effectiveOn: dateOfForm(form, 'tu-ngay'), basis: textOf(form, 'can-cu', 300) },
          seen: textOf(form, 'da-xem', 4000),
        })
        return { done: true as const }
      },
      { wants: WANTS.choose },
    )
    if (!('done' in result)) return fail(result.status, { ...result.data, chain })
    redirect(303, pathOf`${HERE}?xong=chon`)
  },
  bo: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      const taken = { effectiveOn: textOf(form, 'ngay', 10), seen: textOf(form, 'da-xem', 4000) }
      await withdrawApprovalChain(locals.call, taken)
      return { done: true as const }
    })
    if (!('done' in result)) return fail(result.status, { ...result.data, chain: null })
    redirect(303, pathOf`${HERE}?xong=bo`)
  },
}
