import { loadDirectory } from '#server/directory/index.ts'
import { redirect } from '@sveltejs/kit'
import { getOwnCopy } from '#server/signing/index.ts'
import { withdrawResultCopy } from '#server/results/index.ts'
import { copyLine } from '../../../copy-words.ts'
import { attempt, textOf } from '../../../refused.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../wanted.ts'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const copy = await getOwnCopy(locals.call, params.id)
  const done = url.searchParams.get('da')
  return {
    copy: { ...copyLine(copy), sha256: copy.fileSha256 },
    organisation: (await loadDirectory(locals.call.db)).organisation(copy.organisationId)?.name ?? '',
    done: done === 'sao' ? 'Đã ký bản sao.' : done === 'thu-hoi' ? 'Đã thu hồi bản sao.' : null,
  }
}

/** What each form must have. */
const WANTS = {
  withdraw: { 'ly-do': 'Ghi lý do thu hồi bản sao.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  'thu-hoi': async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await withdrawResultCopy(locals.call, { copyId: params.id, reason: textOf(form, 'ly-do', 500) })
        return { withdrawn: true as const }
      },
      { wants: WANTS.withdraw },
    )
    if (!('withdrawn' in result)) return result
    redirect(303, pathOf`/ban-sao/${params.id}?da=thu-hoi`)
  },
}
