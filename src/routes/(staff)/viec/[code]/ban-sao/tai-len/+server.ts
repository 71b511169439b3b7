import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { plainFileName } from '#server/filing/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { keepScan, viewCopies } from '#server/results/index.ts'
import { withUpload } from '../../../../../upload.ts'
import type { RequestHandler } from './$types.js'

/** Takes the scan of a result on paper: a PDF, or the picture of its next page. */
export const POST: RequestHandler = async (event) => {
  const { locals, params } = event
  const { call } = locals
  const { dataDir, maxFileBytes } = running().settings
  const back = `/viec/${encodeURIComponent(params.code)}/ban-sao`
  try {
    const view = await viewDossier(call, { code: params.code })
    if (!(await viewCopies(call, view)).mayScan) throw new Refusal('results.scan-no-right')
    await withUpload(event, async ({ name, bytes }) => {
      const file = await storeFile(call.db, dataDir, bytes, { now: call.now, maxBytes: maxFileBytes })
      const command = { dossierId: view.dossier.id, file: { ...file, name: plainFileName(name) } }
      return keepScan(call, { dataDir, maxFileBytes }, command)
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, `${back}?loi=${error.code}`)
  }
  redirect(303, `${back}?da=quet`)
}
