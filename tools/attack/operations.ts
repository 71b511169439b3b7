import type { Operation } from './shots.ts'

type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  enum?: unknown[]
  items?: Schema
  anyOf?: Schema[]
  $ref?: string
}
type Described = {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  components?: { schemas?: Record<string, Schema> }
}

/** Something of a schema's kind, a few levels deep. */
function example(schema: Schema | undefined, schemas: Record<string, Schema>, depth = 0): unknown {
  if (!schema || depth > 5) return null
  if (schema.$ref) return example(schemas[schema.$ref.split('/').at(-1)!], schemas, depth + 1)
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return example(schema.anyOf[0], schemas, depth + 1)
  const type = [schema.type ?? 'object'].flat()[0]
  if (type === 'array') return [example(schema.items, schemas, depth + 1)]
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, each]) => [name, example(each, schemas, depth + 1)]),
    )
  return { string: 'x', integer: 1, number: 1, boolean: true }[type ?? ''] ?? null
}

/** Every operation that the API describes of itself, with a body of the kind it wants. */
export function operationsOf(description: unknown): Operation[] {
  const { paths, components } = description as Described
  const schemas = components?.schemas ?? {}
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema
      const body = schema && (example(schema, schemas) as Record<string, unknown>)
      return { method: method.toUpperCase() as Operation['method'], path, body }
    }),
  )
}
