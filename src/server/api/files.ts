import { createRoute, z } from '@hono/zod-openapi'
import { keepFile } from '#server/files/index.ts'
import type { Call } from '#server/platform/call.ts'
import { inQuota } from '#server/filing/index.ts'
import { arriving, tooLarge } from '#server/platform/arriving.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { apiPart, requireScope } from './app.ts'
import { Problem } from './problem.ts'

const receiptsOf = ({ actor }: Call, sha256: string) =>
  sealingOf(running().settings.dataDir)
    .fingerprints(`${actor.id} ${sha256}`)
    .map((each) => each.toString('base64url'))

/** What proves that this token uploaded these bytes. */
const uploadReceipt = (call: Call, sha256: string) => receiptsOf(call, sha256)[0]!

/** Whether a receipt proves it, also one from before the key of the house was changed. */
export const isUploadReceipt = (call: Call, sha256: string, receipt: string) =>
  receiptsOf(call, sha256).includes(receipt)

/** `/api/files`: bytes as they are, streamed to disk. The same bytes twice are one file, so an Idempotency-Key is welcome but not needed. */
export const files = apiPart()
files.openapi(
  createRoute({
    method: 'put',
    path: '/files',
    summary: 'Upload one file; its receipt goes into the dossier that is filed with it',
    security: [{ bearer: [] }],
    request: {
      query: z.object({
        name: z
          .string()
          .max(300)
          .optional()
          .openapi({ description: 'The file name: one that a computer would run is refused' }),
      }),
      body: {
        required: true,
        content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
      },
    },
    responses: {
      413: {
        description:
          'Longer than a file may be (MAX_FILE_MB); a body of unknown length (chunked) is counted as it comes',
        content: { 'application/problem+json': { schema: Problem } },
      },
      429: {
        description: 'More bytes than this token may send a day',
        content: { 'application/problem+json': { schema: Problem } },
      },
      503: { description: 'No room for files', content: { 'application/problem+json': { schema: Problem } } },
      200: {
        description: 'Stored',
        content: {
          'application/json': {
            schema: z
              .object({ sha256: z.string(), sizeBytes: z.number(), mediaType: z.string(), receipt: z.string() })
              .openapi('StoredFile'),
          },
        },
      },
    },
  }),
  async (context) => {
    requireScope(context.get('scopes'), 'file')
    const call = context.get('call')
    const { settings } = running()
    const request = context.req.raw
    const said = Number(request.headers.get('content-length') ?? 0)
    if (said > settings.maxFileBytes) throw tooLarge(settings.maxFileBytes)
    const { name } = context.req.valid('query')
    const { sha256, size, mediaType } = await inQuota(call, settings, said, (counted) =>
      keepFile(call, settings, { name: name ?? 'tep', bytes: counted(arriving(request, settings.maxFileBytes)) }),
    )
    return context.json({ sha256, sizeBytes: size, mediaType, receipt: uploadReceipt(call, sha256) }, 200)
  },
)
