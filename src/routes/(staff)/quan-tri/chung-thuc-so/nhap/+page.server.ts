import { fail } from '@sveltejs/kit'
import { importCertificates } from '#server/certificates/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { may, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sentenceOf } from '#server/refusals.ts'
import { attempt, textOf } from '../../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../wanted.ts'

export const load: PageServerLoad = async ({ locals }) => {
  const { actor, db } = locals.call
  if (!mayAnywhere(actor, 'certificates.issue')) throw new Refusal('certificates.no-right')
  return {
    units: (await loadDirectory(db))
      .all()
      .filter((each) => may(actor, 'certificates.issue', each.id))
      .map((each) => ({ value: each.id, label: each.name })),
  }
}

/** What each form must have. */
const WANTS = {
  take: { 'don-vi': 'Chọn đơn vị.', tep: 'Chọn tệp chứng thư.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const file = form.get('tep')
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
    const password = form.get('mat-khau')
    const result = await attempt(
      form,
      async () => ({
        lines: await importCertificates(locals.call, {
          ...{ bytes, organisationId: textOf(form, 'don-vi', 100) },
          password: typeof password === 'string' ? password : '',
        }),
      }),
      { wants: WANTS.take },
    )
    if (!('lines' in result)) return fail(result.status, result.data)
    return {
      report: result.lines.map(({ subject, serial, id, code, facts }) => ({
        ...{ subject, serial, id: id ?? null },
        why: code ? sentenceOf(code, facts ?? {}) : null,
      })),
    }
  },
}
