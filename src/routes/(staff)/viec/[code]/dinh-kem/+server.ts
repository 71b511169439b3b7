import { redirect } from '@sveltejs/kit'
import { attachPaper, viewDossier } from '#server/dossiers/index.ts'
import { plainFileName } from '#server/filing/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { withUpload } from '../../../../upload.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const { settings } = running()
  const isScan = url.searchParams.get('ve') === 'ket-qua'
  const back = `/viec/${encodeURIComponent(params.code)}${isScan ? '/ket-qua' : ''}`
  const kind = url.searchParams.get('loai') === 'result' ? ('result' as const) : ('working' as const)
  try {
    const { dossier, whyNot } = await viewDossier(locals.call, { code: params.code })
    if (whyNot) throw new Refusal(`dossiers.${whyNot}`)
    await withUpload(event, async ({ name, bytes }) => {
      const { sha256, mediaType, size } = await storeFile(locals.call.db, settings.dataDir, bytes, {
        now: locals.call.now,
        maxBytes: settings.maxFileBytes,
      })
      const document = {
        documentKey: kind,
        documentName: kind === 'result' ? 'Kết quả giải quyết' : isScan ? 'Bản quét' : 'Tài liệu làm việc',
        sha256,
        fileName: plainFileName(name),
        mediaType,
        sizeBytes: size,
      }
      return attachPaper(locals.call, { dossierId: dossier.id, kind, document })
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    redirect(303, `${back}?loi=${error.code}`)
  }
  redirect(303, `${back}?da=them`)
}
