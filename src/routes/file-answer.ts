import { Readable } from 'node:stream'
import { readStoredFile } from '#server/platform/files.ts'

const SHOWN = /^(application\/pdf|image\/(jpeg|png|gif|webp))$/

/** A stored file as an answer: only PDF and pictures open in the page, all else is downloaded; nobody keeps a copy on the way. */
export function fileAnswer(
  dataDir: string,
  file: { sha256: string; mediaType: string; fileName: string; sizeBytes?: number },
  download = false,
): Response {
  const shown = SHOWN.test(file.mediaType) && !download
  const name = encodeURIComponent(file.fileName)
  return new Response(Readable.toWeb(readStoredFile(dataDir, file.sha256)) as ReadableStream, {
    headers: {
      'content-type': SHOWN.test(file.mediaType) ? file.mediaType : 'application/octet-stream',
      ...(file.sizeBytes === undefined ? {} : { 'content-length': String(file.sizeBytes) }),
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'content-security-policy': shown
        ? "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
        : 'sandbox',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
