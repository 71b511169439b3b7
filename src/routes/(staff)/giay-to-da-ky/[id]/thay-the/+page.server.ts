import { redirect } from '@sveltejs/kit'
import { Refusal } from '#server/platform/refusal.ts'
import { formLines, PrepareCorrection, prepareCorrection, readFormLines, viewIssued } from '#server/results/index.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { paperHouse } from '../../../../slip-pdf.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../wanted.ts'

/** Who signs stands in the paper by his post: it is chosen, not typed. */
const FROM_THE_POST = ['authority', 'signer']

export const load: PageServerLoad = async ({ locals, params }) => {
  const { paper, replaceable, correction } = await viewIssued(locals.call, params.id)
  const lines = replaceable ? formLines(replaceable.schema, replaceable.data) : []
  return {
    ...{ id: paper.id, title: paper.title, notation: paper.notation },
    mayReplace: replaceable !== null && correction?.state !== 'signed',
    lines: lines.filter((line) => !FROM_THE_POST.includes(line.path)),
    signatories: (replaceable?.signatories ?? []).map(({ postId, title, name }) => ({
      value: postId,
      label: `${name}, ${title}`,
    })),
    reason: correction?.reason ?? '',
    signer: correction?.signerPostId ?? replaceable?.signatories[0]?.postId ?? null,
    shown: correction
      ? { id: correction.paperId, title: correction.paper.title, fileName: `${correction.paper.title}.pdf` }
      : { id: paper.id, title: paper.title, fileName: `${paper.title}.pdf` },
    isDraft: correction !== null,
  }
}

/** What each form must have. */
const WANTS = {
  correct: { 'ly-do': 'Ghi lý do thay giấy.', 'nguoi-ky': 'Chọn người ký giấy thay.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const form = await request.formData()
    const saved = await attempt(
      form,
      async () => {
        const { replaceable } = await viewIssued(locals.call, params.id)
        if (!replaceable) throw new Refusal('results.not-issued')
        const command = PrepareCorrection.safeParse({
          ...{ paperId: params.id, signerPostId: textOf(form, 'nguoi-ky', 200), reason: textOf(form, 'ly-do', 500) },
          data: readFormLines(replaceable.schema, (path) => textOf(form, `du-lieu.${path}`, 8000) || undefined),
        })
        if (!command.success) throw new Refusal('results.correction-incomplete')
        return prepareCorrection(locals.call, paperHouse(url), command.data)
      },
      { wants: WANTS.correct },
    )
    if ('status' in saved) return saved
    redirect(303, pathOf`/giay-to-da-ky/${params.id}/thay-the`)
  },
}
