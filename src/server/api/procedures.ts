import { createRoute, z } from '@hono/zod-openapi'
import { readCodePlace } from '#server/platform/identifiers.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { didYouMean, findPublished, listPublished, searchPublished } from '#server/procedures/index.ts'
import { apiPart } from './app.ts'
import { Problem, problem } from './problem.ts'

const Item = z
  .object({
    code: z.string(),
    name: z.string(),
    shortName: z.string().nullable(),
    field: z.string(),
    tier: z.string(),
    level: z.number().int(),
    agency: z.string(),
    fillable: z.boolean(),
  })
  .openapi('ProcedureItem')
const Page = z
  .object({
    items: z.array(Item),
    next: z.string().nullable(),
    meant: z
      .string()
      .nullable()
      .openapi({ description: 'The words that were probably meant, when they differ from q' }),
  })
  .openapi('ProcedurePage')

const list = createRoute({
  method: 'get',
  path: '/procedures',
  summary: 'Published procedures: searched as people type, or listed by name',
  request: {
    query: z.object({
      q: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      after: z.string().max(600).optional(),
      tier: z.string().optional(),
      field: z.string().optional(),
    }),
  },
  responses: {
    200: { description: 'A page', content: { 'application/json': { schema: Page } } },
    422: { description: 'Bad input', content: { 'application/problem+json': { schema: Problem } } },
  },
})
const one = createRoute({
  method: 'get',
  path: '/procedures/{code}',
  summary: 'One procedure with everything that is published about it, its form and its workflow',
  request: { params: z.object({ code: z.string() }) },
  responses: {
    200: {
      description: 'The version in force',
      content: { 'application/json': { schema: z.record(z.string(), z.unknown()).openapi('Procedure') } },
    },
    404: { description: 'None in force', content: { 'application/problem+json': { schema: Problem } } },
  },
})

/** `/api/procedures`. */
export const procedures = apiPart()
procedures.openapi(list, async (context) => {
  const { db, now } = context.get('call')
  const { q, limit, after, tier, field } = context.req.valid('query')
  const on = vietnamDate(now)
  const phrase = q?.normalize('NFC').trim()
  const from = readCodePlace(after, Boolean(phrase))
  const found = phrase
    ? await searchPublished(
        db,
        on,
        phrase,
        { tier, field },
        limit + 1,
        from && { rank: Number(from.key), code: from.code },
      )
    : await listPublished(db, on, { tier, field }, limit + 1, from && { foldName: fold(from.key), code: from.code })
  const meant = phrase && !after ? ((await didYouMean(db, phrase, on)) ?? null) : null
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const place = last && ('rank' in last ? String((last as { rank: number }).rank) : last.foldName)
  return context.json(
    {
      items: items.map((each) => ({
        code: each.code,
        name: each.name,
        shortName: each.shortName,
        field: each.field,
        tier: each.tier,
        level: each.level,
        agency: each.agency,
        fillable: each.fillable,
      })),
      next: found.length > limit && last ? `${place}|${last.code}` : null,
      meant,
    },
    200,
  )
})
procedures.openapi(one, async (context) => {
  const { db, now } = context.get('call')
  const version = await findPublished(db, context.req.valid('param').code.toUpperCase(), vietnamDate(now))
  if (!version)
    return problem(404, {
      code: 'api.no-such-procedure',
      detail: 'Không có thủ tục đang có hiệu lực nào mang mã này.',
    }) as never
  const { id, version: number, effectiveFrom, effectiveTo, publishingNumber, publishingOn, content } = version
  const answer: Record<string, unknown> = {
    ...content,
    version: { id, number, effectiveFrom, effectiveTo, publishingNumber, publishingOn },
  }
  return context.json(answer, 200)
})
