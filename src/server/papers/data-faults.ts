import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const ajv = new Ajv2020({ allErrors: true, strict: false })
const compiled = new WeakMap<object, ValidateFunction>()

/** What the data of a paper lack or have wrong by the template's schema: a path and what ajv says of it; empty when they pass. */
export function dataFaults(schema: Record<string, unknown>, data: unknown): string[] {
  let validate = compiled.get(schema)
  if (!validate) {
    validate = ajv.compile(schema)
    compiled.set(schema, validate)
  }
  if (validate(data)) return []
  return (validate.errors ?? []).map((each) => `${each.instancePath || '/'} ${each.message ?? ''}`.slice(0, 200))
}

/** What is wrong with a schema and with the example it should let pass; empty when nothing is. An instance of its own: a schema being written is not remembered. */
export function schemaFaults(schema: Record<string, unknown>, example: unknown): string[] {
  try {
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)
    if (validate(example)) return []
    return (validate.errors ?? []).map((each) =>
      `Ví dụ, ${each.instancePath || '/'}: ${each.message ?? ''}`.slice(0, 300),
    )
  } catch (error) {
    return [`Lược đồ: ${(error as Error).message}`.slice(0, 300)]
  }
}
