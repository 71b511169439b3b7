import { error } from '@sveltejs/kit'
import { Refusal } from '#server/platform/refusal.ts'
import { readDraft } from '#server/results/index.ts'
import { requirePapersOpen } from '../../../../papers-open.ts'
import type { RequestHandler } from './$types.js'

/** The draft that the filer reads at home before the book is signed; nobody keeps a copy on the way. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  requirePapersOpen(locals, url.pathname)
  const draft = await readDraft(locals.call, params.code).catch((reason: unknown) => {
    if (reason instanceof Refusal) error(404, { message: 'Lúc này không có bản thảo để đọc.' })
    throw reason
  })
  return new Response(draft.pdf as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${draft.fileName}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
