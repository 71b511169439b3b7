import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import { listCertificates, listMine, reportLoss, requestCertificate } from '#server/certificates/index.ts'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { may, mayAnywhere } from '#server/platform/call.ts'
import { mayPrepareKeys } from '#server/signing/index.ts'
import { certificateState } from '../../certificate-words.ts'
import { attempt, idOf, textOf } from '../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../wanted.ts'

/** Units of which everybody is offered at once; whoever reaches more chooses the unit first. */
const FEW = 12

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const { actor, db, now } = call
  const asks = mayAnywhere(actor, 'certificates.request')
  const [mine, directory, posts] = await Promise.all([listMine(call), loadDirectory(db), loadPosts(db)])
  const { items: left } =
    asks && mayAnywhere(actor, 'certificates.view')
      ? await listCertificates(call, { state: 'left', limit: 10 })
      : { items: [] }
  const units = asks ? directory.all().filter((each) => may(actor, 'certificates.request', each.id)) : []
  const chosen = units.find((each) => each.id === url.searchParams.get('don-vi'))
  return {
    items: mine.map((item) => ({ ...item, shown: certificateState(item, now), ending: item.daysLeft <= 60 })),
    makesKeys: mayPrepareKeys(call).length > 0,
    ...{ asks, views: mayAnywhere(actor, 'certificates.view') },
    left: left.map(({ id, holder }) => ({ id, holder })),
    units: units.length > FEW ? units.map(({ id, name }) => ({ value: id, label: name })) : null,
    unit: chosen?.id ?? null,
    choices: (units.length > FEW ? [chosen] : units).flatMap((unit) =>
      unit
        ? [
            { value: `${unit.id}|`, label: `Con dấu của ${unit.name}`, group: unit.name },
            ...[...posts.all.values()]
              .filter((post) => post.organisationId === unit.id && post.holder)
              .map((post) => ({
                ...{ value: `${unit.id}|${post.id}`, label: `${post.holder}, ${post.title}`, group: unit.name },
              })),
          ]
        : [],
    ),
    done:
      own(
        { mat: 'Đã ghi báo mất. Chứng thư đã tạm dừng ngay.', cap: 'Đã gửi đề nghị cấp mới.' },
        url.searchParams.get('xong') ?? '',
      ) ?? null,
  }
}

/** What each form must have. */
const WANTS = {
  ask: { cho: 'Chọn cấp cho ai.', 'ly-do': 'Ghi lý do, để người phê duyệt biết.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  mat: async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      const certificateId = idOf(form, 'id')
      await reportLoss(locals.call, { certificateId, where: textOf(form, 'o-dau', 300) })
      return { done: true as const }
    })
    if (!('done' in result)) return fail(result.status, result.data)
    redirect(303, '/chung-thuc-so?xong=mat')
  },
  cap: async ({ request, locals }) => {
    const form = await request.formData()
    const [organisationId = '', postId = ''] = textOf(form, 'cho', 200).split('|')
    const result = await attempt(
      form,
      async () => {
        const tokenSerial = textOf(form, 'thiet-bi', 100)
        await requestCertificate(locals.call, {
          ...{ kind: 'issue', organisationId, ...(postId ? { postId } : {}) },
          payload: { reason: textOf(form, 'ly-do', 500), ...(tokenSerial ? { tokenSerial } : {}) },
        })
        return { done: true as const }
      },
      { wants: WANTS.ask },
    )
    if (!('done' in result)) return fail(result.status, result.data)
    redirect(303, '/chung-thuc-so?xong=cap')
  },
}
