import { z } from '@hono/zod-openapi'

/** RFC 9457: what went wrong, for a program. `code` is the refusal's, `detail` the sentence a person reads. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.string().optional(),
    faults: z.array(z.object({ path: z.string(), words: z.string() })).optional(),
  })
  .openapi('Problem')

export const problem = (
  status: number,
  title: string,
  more: { detail?: string; code?: string; faults?: { path: string; words: string }[] } = {},
) =>
  new Response(
    JSON.stringify({ type: more.code ? `/api/problems#${more.code}` : 'about:blank', title, status, ...more }),
    {
      status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
    },
  )
