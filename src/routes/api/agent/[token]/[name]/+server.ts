import { own } from '#own-keys'
import { Readable } from 'node:stream'
import { findStoredFile, readStoredFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { fileOfSession } from '#server/signing/index.ts'
import type { RequestHandler } from './$types.js'

/** The paper of an open signing session, to the agent that signs it. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { db, settings } = running()
  try {
    const { sha256, code } = await fileOfSession(locals.call, params.token)
    const { size } = await findStoredFile(db, sha256)
    return new Response(Readable.toWeb(readStoredFile(settings.dataDir, sha256)) as ReadableStream, {
      headers: {
        'content-type': 'application/pdf',
        'content-length': `${size}`,
        'content-disposition': `attachment; filename="${code}.pdf"`,
        'cache-control': 'private, no-store',
      },
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return new Response(sentenceOf(error.code, error.facts), { status: own(REFUSALS, error.code)?.status ?? 409 })
  }
}
