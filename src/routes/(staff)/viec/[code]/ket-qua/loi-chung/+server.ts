import { printAttestation } from '#server/results/index.ts'
import { running } from '#server/platform/running.ts'
import type { RequestHandler } from './$types.js'

/** Lời chứng, ghi chú alone, to be printed on the paper the citizen takes. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const of = { code: params.code, resultId: url.searchParams.get('ket-qua') }
  const { pdf, fileName } = await printAttestation(locals.call, running().settings, of)
  return new Response(pdf as Uint8Array<ArrayBuffer>, {
    headers: {
      ...{ 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${fileName}"` },
      ...{ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    },
  })
}
