import { z } from '@hono/zod-openapi'
import { titleOf } from '#server/platform/problem-title.ts'

/** RFC 9457: what went wrong, for a program. `code` is the refusal's, `detail` the sentence a person reads. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().optional(),
    faults: z.array(z.object({ path: z.string(), words: z.string() })).optional(),
  })
  .openapi('Problem')

/** Every problem has its sentence, in the language of those who are told of it; programs go by `status` and `code`. */
export const problem = (
  status: number,
  more: { detail: string; code?: string; faults?: { path: string; words: string }[] },
) =>
  new Response(
    JSON.stringify({
      type: more.code ? `/api/problems#${more.code}` : 'about:blank',
      title: titleOf(status),
      status,
      ...more,
    }),
    {
      status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
    },
  )
