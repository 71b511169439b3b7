import { fail, redirect } from '@sveltejs/kit'
import {
  addAuthorityCertificates,
  changeAuthority,
  registerDemonstration,
  removeAnchor,
  theAuthority,
  viewAuthorities,
} from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import { sentenceOf } from '#server/refusals.ts'
import { attempt, countOf, textOf } from '../../../../refused.ts'
import { pathOf } from '../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { orNothing, type Wishes } from '../../../../wanted.ts'

const HERE = '/quan-tri/chung-thuc-so/co-quan'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  await viewAuthorities(call)
  const authority = await theAuthority(running().settings, call.now)
  if (authority) await registerDemonstration(call, authority)
  return {
    authorities: (await viewAuthorities(call)).map(({ certificates, ...each }) => ({
      ...each,
      certificates: certificates.map(({ der: _der, ...one }) => one),
    })),
    running: authority !== undefined,
    saved: url.searchParams.has('da-luu'),
  }
}

const address = (label: string) => ({
  words: `${label}: ghi dạng http://… hoặc https://…, hoặc để trống.`,
  reads: (typed: string) => /^https?:\/\/\S+$/.test(typed),
})
/** What each form must have. */
const WANTS = {
  save: {
    ten: {
      words: 'Ghi tên cơ quan cấp chứng thư, từ 3 đến 200 chữ.',
      reads: (typed) => typed.length >= 3 && typed.length <= 200,
    },
    ocsp: orNothing(address('Địa chỉ OCSP')),
    crl: orNothing(address('Địa chỉ danh sách thu hồi')),
    tsa: orNothing(address('Địa chỉ dấu thời gian')),
  },
  add: { tep: 'Chọn tệp chứng thư của cơ quan cấp.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  luu: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await changeAuthority(locals.call, {
          ...{ id: textOf(form, 'id', 60) || undefined, name: textOf(form, 'ten', 300) },
          ...{ ocspUrl: textOf(form, 'ocsp', 500), crlUrl: textOf(form, 'crl', 500), tsaUrl: textOf(form, 'tsa', 500) },
          ...{ enabled: textOf(form, 'bat', 5) !== 'tat', revision: form.has('lan') ? countOf(form, 'lan') : 0 },
        })
        return { done: true as const }
      },
      { wants: WANTS.save },
    )
    if (!('done' in result)) return fail(result.status, result.data)
    redirect(303, pathOf`${HERE}?da-luu`)
  },
  them: async ({ request, locals }) => {
    const form = await request.formData()
    const file = form.get('tep')
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
    const result = await attempt(
      form,
      async () => ({
        lines: await addAuthorityCertificates(locals.call, { authorityId: textOf(form, 'id', 60), bytes }),
      }),
      { wants: WANTS.add },
    )
    if (!('lines' in result)) return fail(result.status, result.data)
    return { report: result.lines.map(({ code, ...line }) => ({ ...line, why: code ? sentenceOf(code, {}) : null })) }
  },
  bo: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      await removeAnchor(locals.call, { authorityId: textOf(form, 'id', 60), fingerprint: textOf(form, 'dau', 64) })
      return { done: true as const }
    })
    if (!('done' in result)) return fail(result.status, result.data)
    redirect(303, pathOf`${HERE}?da-luu`)
  },
}
