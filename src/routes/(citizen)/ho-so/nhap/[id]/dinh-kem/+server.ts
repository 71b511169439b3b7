import { redirect } from '@sveltejs/kit'
import { attachToDraft, viewDraft } from '#server/filing/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { faultQuery } from '../../../../../file-fault.ts'
import { withUpload } from '../../../../../upload.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const { settings } = running()
  const documentKey = url.searchParams.get('giay') ?? ''
  const back = pathOf`/ho-so/nhap/${params.id}/giay-to`
  try {
    await withUpload(event, ({ name, bytes }) =>
      attachToDraft(locals.call, settings, { draftId: params.id, documentKey, fileName: name, bytes }),
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'filing.no-file' && url.searchParams.has('tiep'))
      redirect(303, pathOf`/ho-so/nhap/${params.id}/kiem-tra`)
    redirect(303, pathOf`${back}?${faultQuery(error)}&giay=${documentKey}`)
  }
  // "Gửi tệp và tiếp tục": on to the next paper that lacks, or to the check page.
  if (url.searchParams.has('tiep')) {
    const { papers } = await viewDraft(locals.call, params.id)
    const next = papers.find((paper) => !paper.madeByForm && paper.wanted && paper.files.length === 0)
    redirect(303, next ? pathOf`${back}?da=them#giay-${next.key}` : pathOf`/ho-so/nhap/${params.id}/kiem-tra`)
  }
  redirect(303, pathOf`${back}?da=them#giay-${documentKey}`)
}
