import { redirect } from '@sveltejs/kit'
import { viewDossier } from '#server/dossiers/index.ts'
import { keepFile } from '#server/files/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { keepScan, viewCopies } from '#server/results/index.ts'
import { faultQuery } from '../../../../../file-fault.ts'
import { withUpload } from '../../../../../upload.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { RequestHandler } from './$types.js'

/** Takes the scan of a result on paper: a PDF, or the picture of its next page. */
export const POST: RequestHandler = async (event) => {
  const { locals, params } = event
  const { call } = locals
  const { settings } = running()
  const back = pathOf`/viec/${params.code}/ban-sao`
  try {
    const view = await viewDossier(call, { code: params.code })
    if (!(await viewCopies(call, view)).mayScan) throw new Refusal('results.scan-no-right')
    await withUpload(event, async ({ name, bytes }) => {
      const file = await keepFile(call, settings, { name, bytes })
      return keepScan(call, settings, { dossierId: view.dossier.id, file: { ...file, name: file.fileName } })
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, pathOf`${back}?${faultQuery(error)}`)
  }
  redirect(303, pathOf`${back}?da=quet`)
}
