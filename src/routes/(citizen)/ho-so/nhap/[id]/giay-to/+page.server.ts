import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { listLooks } from '#server/files/index.ts'
import { attachOwnPaper, detachFromDraft, lookUpResults, nameOfPaper, viewDraft } from '#server/filing/index.ts'
import { running } from '#server/platform/running.ts'
import { faultsOfAddress } from '../../../../../file-fault.ts'
import { attempt, idOf, textOf } from '../../../../../refused.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

const DONE: Record<string, string> = {
  them: 'Đã thêm và giữ tệp.',
  kho: 'Đã dùng giấy có sẵn trong kho của Ông/Bà.',
  bo: 'Đã bỏ tệp.',
  tra: 'Đã tra kết quả đã cấp cho số định danh trong tờ khai; việc tra được ghi vào nhật ký.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = await viewDraft(locals.call, params.id)
  if (view.draft.sentDossierId) redirect(303, '/ho-so')
  const looks = await listLooks(
    locals.call.db,
    view.papers.flatMap(({ files }) => files.map(({ sha256 }) => sha256)),
  )
  const pagesOf = (sha256: string) => looks.get(sha256)?.pages ?? null
  return {
    id: params.id,
    name: view.version.content.shortName ?? view.version.content.name,
    desk: view.draft.deskId !== null,
    store: view.store,
    papers: view.papers
      .filter((paper) => !paper.madeByForm)
      .map(
        ({
          key,
          name,
          need,
          form,
          whenWords,
          hint,
          optional,
          wanted,
          files,
          originalShownAtCollection,
          heldByRegister,
          offered,
        }) => ({
          key,
          name,
          need,
          form,
          whenWords,
          hint,
          optional,
          wanted,
          heldByRegister: heldByRegister ?? null,
          files: files.map((file) => ({ ...file, pages: pagesOf(file.sha256) })),
          originalShownAtCollection,
          offered: offered.map((each) => ({
            id: each.id,
            code: each.code,
            words: nameOfPaper(each),
            issuer: each.issuer,
          })),
        }),
      ),
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
    faults: faultsOfAddress(url),
    mostMb: Math.round(running().settings.maxFileBytes / 1048576),
  }
}

export const actions: Actions = {
  kho: async ({ request, locals, params }) => {
    const form = await request.formData()
    const documentKey = textOf(form, 'giay', 100)
    const result = await attempt(form, () =>
      attachOwnPaper(locals.call, { draftId: params.id, documentKey, paperId: idOf(form, 'to') }),
    )
    if (!('id' in result)) return result
    redirect(303, pathOf`/ho-so/nhap/${params.id}/giay-to?da=kho#giay-${documentKey}`)
  },
  tra: async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () => lookUpResults(locals.call, params.id))
    if (!('found' in result)) return result
    redirect(303, pathOf`/ho-so/nhap/${params.id}/giay-to?da=tra`)
  },
  bo: async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () => detachFromDraft(locals.call, params.id, idOf(form, 'tep')))
    if (result) return result
    redirect(303, pathOf`/ho-so/nhap/${params.id}/giay-to?da=bo`)
  },
}
