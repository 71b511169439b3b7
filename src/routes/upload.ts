import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import busboy from 'busboy'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * Reads the one file of a multipart form as it arrives, without holding it, and passes it on. Text fields before it are given along.
 * @throws Refusal `filing.no-file`.
 */
export async function withUpload<T>(
  request: Request,
  take: (file: { name: string; bytes: AsyncIterable<Uint8Array> }) => Promise<T>,
): Promise<T> {
  const type = request.headers.get('content-type') ?? ''
  if (!request.body || !type.startsWith('multipart/form-data')) throw new Refusal('filing.no-file')
  const source = Readable.fromWeb(request.body as NodeStream)
  const form = busboy({
    headers: { 'content-type': type },
    defParamCharset: 'utf8',
    limits: { files: 1, fields: 20, fieldSize: 10_000, parts: 30 },
  })
  return new Promise<T>((resolve, reject) => {
    let taken: Promise<T> | undefined
    form.on('file', (_field, bytes, { filename }) => {
      if (!filename) return void bytes.resume()
      taken = take({ name: filename, bytes: bytes as AsyncIterable<Uint8Array> })
      taken.catch(() => bytes.resume())
    })
    form.on('close', () => (taken ? taken.then(resolve, reject) : reject(new Refusal('filing.no-file'))))
    form.on('error', () => reject(new Refusal('filing.no-file')))
    source.on('error', () => reject(new Refusal('filing.no-file')))
    source.pipe(form)
  })
}
