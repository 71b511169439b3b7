import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { error, type RequestEvent } from '@sveltejs/kit'
import { findLook } from '#server/files/index.ts'
import { pathOfStored, readStoredFile } from '#server/platform/files.ts'
import { log } from '#server/platform/log.ts'
import { running } from '#server/platform/running.ts'
import { requirePapersOpen } from './papers-open.ts'

const SHOWN = /^(application\/pdf|image\/(jpeg|png|gif|webp)|text\/plain)$/
/** Files up to this size are compared with their hash before they are served; longer ones by the nightly job. */
const CHECKED_BYTES = 2_000_000

type Served = { sha256: string; mediaType: string; fileName: string; sizeBytes?: number }

/** The bytes, or undefined when the file is gone or is no longer what it was; that is told in the log. */
async function bytesOf(dataDir: string, sha256: string): Promise<{ body: BodyInit; size: number } | undefined> {
  const size = await stat(pathOfStored(dataDir, sha256)).then(
    (found) => found.size,
    () => undefined,
  )
  if (size === undefined) {
    log('error', 'a kept file is gone', { sha256 })
    return undefined
  }
  if (size > CHECKED_BYTES)
    return { body: Readable.toWeb(readStoredFile(dataDir, sha256)) as ReadableStream as BodyInit, size }
  const bytes = await buffer(readStoredFile(dataDir, sha256))
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return { body: new Uint8Array(bytes), size }
  log('error', 'a kept file is no longer what it was', { sha256 })
  return undefined
}

/** `download`: the original, to be saved. `back`: the page that a file asked for by a button belongs to. */
type Wanted = { download?: boolean; back?: string }

/**
 * The one door by which stored bytes reach a page: a stored file as an answer: PDF, pictures and plain text open in the page, all else is downloaded; nobody keeps a copy on the way. Of a
 * picture that not every clerk can open its pages are shown; `download` gives the original. What a scanner found something in is not served.
 * A citizen on a new device gives the code first.
 */
export async function fileAnswer(
  { locals, url }: Pick<RequestEvent, 'locals' | 'url'>,
  file: Served,
  { download = false, back }: Wanted = {},
): Promise<Response> {
  requirePapersOpen(locals, back ?? url.pathname + url.search)
  const { dataDir } = running().settings
  const look = await findLook(running().db, file.sha256)
  if (look?.scan === 'infected')
    error(403, {
      message: 'Máy quét thấy mã độc trong tệp này nên không mở. Ông/Bà yêu cầu người nộp gửi lại giấy tờ.',
    })
  const made = !download && look?.renditionSha256 ? look.renditionSha256 : undefined
  const mediaType = (made && look?.renditionType) ?? file.mediaType
  const bytes = await bytesOf(dataDir, made ?? file.sha256)
  if (!bytes)
    error(404, {
      message:
        'Tệp này không còn nguyên ở nơi lưu, đã báo người trực. Ông/Bà báo bộ phận một cửa để lấy lại từ bản sao lưu.',
    })
  const shown = SHOWN.test(mediaType) && !download
  const type = SHOWN.test(mediaType) ? mediaType : 'application/octet-stream'
  const ending = made && mediaType !== 'text/plain' ? (mediaType === 'image/jpeg' ? '.jpg' : '.pdf') : ''
  return new Response(bytes.body, {
    headers: {
      'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
      'content-length': String(bytes.size),
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName + ending)}`,
      'content-security-policy': shown
        ? "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
        : 'sandbox',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
