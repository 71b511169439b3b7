import { inQuota } from '#server/filing/index.ts'
import { tooLarge } from '#server/platform/arriving.ts'
import { type Incoming, type Received, receiveForm } from '#server/platform/receive-form.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { bodyLimit } from './body-limits.ts'
import { typedForm } from './form-door.ts'

type Asked = { request: Request; route: { id: string | null }; locals: App.Locals }

/**
 * Reads a form of files and text of a route that stands in `body-limits.ts`, each file as it arrives, none held. First ask whether the asker
 * may, then call this; let `keep` only keep the bytes (`storeFile`), and act after it, when the whole form is known:
 *
 *     await viewDossier(locals.call, { code: params.code })
 *     const { fields, taken } = await withUploads(event, ({ field, name, bytes }) => storeFile(db, dataDir, bytes, { now, maxBytes }))
 *     await supplyCompletion(locals.call, { …, words: textOf(fields, 'loi-nhan', 2000) })
 *
 * It settles once whatever happens to the body or to `keep` (see `receiveForm`, also for what it throws). A field in which no file was chosen
 * is no file.
 */
export async function withUploads<T>(
  { request, route, locals }: Asked,
  keep: (file: Incoming) => Promise<T>,
): Promise<Received<T>> {
  const { settings } = running()
  const { most, files } = bodyLimit(route.id, settings.maxFileBytes)
  const said = Number(request.headers.get('content-length') ?? 0)
  if (said > most) throw tooLarge(most)
  const limits = { most, files, fields: 200, fieldBytes: 100_000 }
  const received = await inQuota(locals.call, settings, said, (counted) =>
    receiveForm(request, limits, (file) => keep({ ...file, bytes: counted(file.bytes) })),
  )
  return { ...received, fields: typedForm(received.fields) }
}

/** The one file of a form. @throws Refusal `filing.no-file`; as `withUploads`. */
export async function withUpload<T>(asked: Asked, take: (file: Incoming) => Promise<T>): Promise<T> {
  const { taken } = await withUploads(asked, async (file) => ({ value: await take(file) })).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'platform.form-kind' ? new Refusal('filing.no-file') : error
  })
  if (!taken[0]) throw new Refusal('filing.no-file')
  return taken[0].value
}
