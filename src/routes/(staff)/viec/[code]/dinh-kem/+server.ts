import { redirect } from '@sveltejs/kit'
import { attachPaper, viewDossier } from '#server/dossiers/index.ts'
import { keepFile } from '#server/files/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { faultQuery } from '../../../../file-fault.ts'
import { withUpload } from '../../../../upload.ts'
import { pathOf } from '../../../../path-of.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const { settings } = running()
  const isScan = url.searchParams.get('ve') === 'ket-qua'
  const back = isScan ? pathOf`/viec/${params.code}/ket-qua` : pathOf`/viec/${params.code}`
  const kind = url.searchParams.get('loai') === 'result' ? ('result' as const) : ('working' as const)
  try {
    const { dossier, whyNot } = await viewDossier(locals.call, { code: params.code })
    if (whyNot) throw new Refusal(`dossiers.${whyNot}`)
    await withUpload(event, async ({ name, bytes }) => {
      const file = await keepFile(locals.call, settings, { name, bytes })
      const document = {
        ...file,
        documentKey: kind,
        documentName: kind === 'result' ? 'Kết quả giải quyết' : isScan ? 'Bản quét' : 'Tài liệu làm việc',
        sizeBytes: file.size,
      }
      return attachPaper(locals.call, { dossierId: dossier.id, kind, document })
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, pathOf`${back}?${faultQuery(error)}`)
  }
  redirect(303, pathOf`${back}?da=them`)
}
