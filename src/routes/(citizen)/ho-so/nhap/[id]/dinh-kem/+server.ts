import { redirect } from '@sveltejs/kit'
import { attachToDraft } from '#server/filing/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { withUpload } from '../../../../../upload.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const { settings } = running()
  const documentKey = url.searchParams.get('giay') ?? ''
  const back = `/ho-so/nhap/${encodeURIComponent(params.id)}/giay-to`
  try {
    await withUpload(event, ({ name, bytes }) =>
      attachToDraft(
        locals.call,
        { dataDir: settings.dataDir, maxBytes: settings.maxFileBytes },
        { draftId: params.id, documentKey, fileName: name, bytes },
      ),
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, `${back}?loi=${error.code}&giay=${encodeURIComponent(documentKey)}`)
  }
  redirect(303, `${back}?da=them#giay-${encodeURIComponent(documentKey)}`)
}
