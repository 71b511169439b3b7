import { createRoute, z } from '@hono/zod-openapi'
import { findPublicPaper } from '#server/papers/index.ts'
import { apiPart } from './app.ts'
import { Problem, problem } from './problem.ts'

const PublicPaper = z
  .object({
    ...{ code: z.string(), state: z.enum(['draft', 'set', 'signing', 'valid', 'replaced', 'withdrawn']) },
    ...{ kind: z.string(), issuer: z.string(), issuerId: z.string() },
    ...{ notation: z.string().nullable(), numberedOn: z.string().nullable(), pages: z.number().int() },
    ...{ setAt: z.iso.datetime(), signedAt: z.iso.datetime().nullable(), endedAt: z.iso.datetime().nullable() },
    reason: z.string().nullable(),
    replacedBy: z.string().nullable().openapi({ description: 'The code of the paper in its place' }),
  })
  .openapi('PublicPaper')

/** `/api/papers`. */
export const papers = apiPart()
papers.openapi(
  createRoute({
    method: 'get',
    path: '/papers/{code}',
    summary: 'The state of a paper by the code in its QR, for anyone: no personal data; counted by address',
    request: { params: z.object({ code: z.string().max(100).openapi({ example: 'ABCDEFGHJKLM' }) }) },
    responses: {
      200: { description: 'The state', content: { 'application/json': { schema: PublicPaper } } },
      404: {
        description: 'No paper with this code',
        content: { 'application/problem+json': { schema: Problem } },
      },
      429: { description: 'Asked too often', content: { 'application/problem+json': { schema: Problem } } },
    },
  }),
  async (context) => {
    const paper = await findPublicPaper(context.get('call'), context.req.valid('param').code)
    if (!paper) return problem(404, { code: 'api.no-such-paper', detail: 'Không có giấy nào mang mã này.' }) as never
    const { words: _words, setAt, signedAt, endedAt, ...rest } = paper
    const instants = {
      setAt: setAt.toISOString(),
      signedAt: signedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
    }
    return context.json({ ...rest, ...instants }, 200)
  },
)
