import { createRoute, z } from '@hono/zod-openapi'
import { loadDirectory } from '#server/directory/index.ts'
import { apiPart } from './app.ts'

const Organisation = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    tier: z.string(),
    parentId: z.string().nullable(),
    deskId: z.string().nullable(),
    codes: z.array(z.object({ scheme: z.string(), code: z.string() })),
  })
  .openapi('Organisation')

const list = createRoute({
  method: 'get',
  path: '/organisations',
  summary: 'Organisations of the province as of today',
  request: {
    query: z.object({
      parent: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      after: z.string().optional(),
    }),
  },
  responses: {
    200: {
      description: 'A page, in order of id',
      content: {
        'application/json': {
          schema: z.object({ items: z.array(Organisation), next: z.string().nullable() }).openapi('OrganisationPage'),
        },
      },
    },
  },
})

/** `/api/organisations`. */
export const organisations = apiPart()
organisations.openapi(list, async (context) => {
  const { db } = context.get('call')
  const { parent, limit, after } = context.req.valid('query')
  const directory = await loadDirectory(db)
  const all = directory
    .all()
    .filter((each) => (!parent || each.parentId === parent) && (!after || each.id > after))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const items = all.slice(0, limit).map(({ id, name, kind, tier, parentId, codes }) => ({
    id,
    name,
    kind,
    tier,
    parentId,
    deskId: directory.deskOf(id) ?? null,
    codes: codes.map((each) => ({ ...each })),
  }))
  return context.json({ items, next: all.length > limit ? items.at(-1)!.id : null }, 200)
})
