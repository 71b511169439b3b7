import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { plainFileName } from '#server/filing/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { keepScan } from '#server/results/index.ts'
import { withUpload } from '../../../../../upload.ts'
import type { RequestHandler } from './$types.js'

/** Takes the scan of a result on paper: a PDF, or the picture of its next page. */
export const POST: RequestHandler = async ({ request, locals, params }) => {
  const { call } = locals
  const { dataDir, maxFileBytes } = running().settings
  const back = `/viec/${params.code}/ban-sao`
  try {
    const { dossier } = await viewDossier(call, { code: params.code })
    await withUpload(request, async ({ name, bytes }) => {
      const file = await storeFile(call.db, dataDir, bytes, { now: call.now, maxBytes: maxFileBytes })
      const command = { dossierId: dossier.id, file: { ...file, name: plainFileName(name) } }
      return keepScan(call, { dataDir, maxFileBytes }, command)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, `${back}?loi=${error.code}`)
  }
  redirect(303, `${back}?da=quet`)
}
